"""Which programs the operators make of a text. Compiled by Python itself; what they do is seen by running them."""

from __future__ import annotations

import ast

import pytest

from beikao.audit.mutants import Mutant, mutants_of
from tests.conftest import CONTENT, PACK


def of(text: str) -> list[Mutant]:
    return mutants_of({"solution.py": text})


def changes(text: str) -> set[tuple[str, str, str]]:
    return {(m.operator, m.before, m.after) for m in of(text)}


CASES: dict[str, tuple[str, set[tuple[str, str, str]]]] = {
    "arithmetic": ("return a - b", {("arithmetic", "a - b", "a + b"), ("swap-operands", "a - b", "b - a"), ("drop-operand", "a - b", "a")}),
    "comparison": ("return a < b", {("comparison", "a < b", "a <= b"), ("comparison", "a < b", "a > b")}),
    "constants": ("return f(a, 3)", {("constant", "3", "4"), ("constant", "3", "2"), ("constant", "3", "0")}),
    "an eps": ("return f(a, 1e-8)", {("constant", "1e-8", "0.0"), ("constant", "1e-8", "1e-05")}),
    "indexing": ("return a[i]", {("index", "a[i]", "a[i - 1]")}),
    "slices": ("return a[:k]", {("index", "a[:k]", "a[:k + 1]"), ("index", "a[:k]", "a[:k - 1]"), ("index", "a[:k]", "a[:]")}),
    "axis": ("return a.max(axis=1)", {("axis", "a.max(axis=1)", "a.max()"), ("constant", "1", "0")}),
    "sign": ("return -a", {("sign", "-a", "a")}),
    "returned sign": ("return a + b", {("sign", "a + b", "-(a + b)")}),
    "dropped statement": ("b.sort()\n    return b", {("drop-statement", "b.sort()", "pass")}),
    "swapped arguments": ("return f(a, b)", {("swap-arguments", "f(a, b)", "f(b, a)")}),
    "transpose": ("return a.T", {("transpose", "a.T", "a")}),
    "twins": ("return a.min()", {("twin", "a.min()", "a.max()")}),
    "loops": ("for i in range(a):\n        b += i\n    return b", {("off-by-one", "range(a)", "range(a + 1)"), ("off-by-one", "range(a)", "range(a - 1)"), ("arithmetic", "b += i", "b -= i")}),
    "branches": ("if a:\n        return b\n    return 0", {("branch", "a", "True"), ("branch", "a", "False")}),
    "matrix product": ("return a @ b", {("arithmetic", "a @ b", "a * b"), ("swap-operands", "a @ b", "b @ a")}),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_an_operator(name: str) -> None:
    body, expected = CASES[name]
    assert expected <= changes(f"def g(a, b, i=None, k=None):\n    {body}\n")


def test_a_changed_default() -> None:
    assert ("constant", "0.9", "0.0") in changes("def g(a, beta=0.9, nesterov=False):\n    return a\n")
    assert ("boolean", "False", "True") in changes("def g(a, beta=0.9, nesterov=False):\n    return a\n")


def test_a_decorator_gone() -> None:
    found = [m for m in of("@torch.no_grad()\ndef g(a):\n    return a\n") if m.operator == "drop-decorator"]
    assert len(found) == 1 and "no_grad" not in found[0].tree["solution.py"]


def test_words_are_left_alone() -> None:
    """Docstrings, annotations, f-strings, words of errors, imports and the guard."""
    text = '"""A text."""\nimport a as b\n\n\ndef g(x: "int | 3"):\n    """Doc 1."""\n    raise ValueError(f"{x} 1")\n\n\nif __name__ == "__main__":\n    g(1)\n'
    assert {(m.operator, m.after) for m in of(text)} == {("drop-statement", "pass")}


REFERENCES = sorted([*CONTENT.glob("labs/*/reference.py"), *PACK.glob("labs/*/reference.py")])


@pytest.mark.parametrize("path", REFERENCES, ids=lambda p: p.parent.name)
def test_every_mutant_is_another_program_with_a_name_of_its_own(path: object) -> None:
    text = path.read_text()  # type: ignore[attr-defined]
    found = of(text)
    assert len(found) > 50
    programs = [ast.dump(ast.parse(m.tree["solution.py"])) for m in found]
    assert len(set(programs)) == len(found)
    assert ast.dump(ast.parse(text)) not in programs
    assert len({m.change for m in found}) == len(found)
    for m in found:
        assert m.tree["solution.py"].splitlines()[: m.line - 1] == text.splitlines()[: m.line - 1]


def test_names_survive_moved_lines() -> None:
    text = "def g(a):\n    return a + 1\n"
    assert [m.change for m in of(text)] == [m.change for m in of("# a line\n\n\n" + text)]


def test_bytes_before_a_change_may_be_chinese() -> None:
    (found,) = [m for m in of("def g(a):\n    return h('中文', a - 1)\n") if m.operator == "arithmetic"]
    assert "h('中文', (a + 1))" in found.tree["solution.py"]


def test_files_that_are_not_python_have_none() -> None:
    assert mutants_of({"nginx.conf": "listen 80;\n"}) == []
