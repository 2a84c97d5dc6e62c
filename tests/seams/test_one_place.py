"""One place per addition: a scratch unit of each kind in a folder of its own appears everywhere, and nothing names it."""

from __future__ import annotations

import urllib.request
from pathlib import Path

import pytest

from tests.course.tiny import write_concept, write_question
from tests.running import beikao, server
from tests.small_units import write_drill, write_lab


@pytest.fixture
def pack(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "school"
    write_concept(folder, "scratch-concept", area="scratch")
    write_question(folder / "concepts/scratch/scratch-concept/questions/scratch-question", "numeric", "apply")
    write_lab(folder / "labs/scratch-lab", "scratch-concept", "scratch-concept/mixed-up")
    write_drill(folder / "drills/scratch-drill", "scratch-concept", "scratch-concept/mixed-up")
    monkeypatch.setenv("BEIKAO_CONTENT", str(folder))
    return folder


def test_the_gate_proves_them(pack: Path) -> None:
    assert beikao("content", "audit", "scratch-lab").code == 0
    done = beikao("content", "check", "scratch-concept", "scratch-lab", "scratch-drill", "--json", "--seeds", "20")
    proof = done.json()
    assert proof["faults"] == []
    assert (proof["concepts"], proof["questions"], proof["labs"], proof["drills"]) == (1, 9, 1, 1)


def test_the_command_line_lists_them(pack: Path) -> None:
    assert "scratch-concept" in [c["slug"] for c in beikao("learn", "--json").json()["concepts"]]
    assert "scratch-lab" in [u["slug"] for u in beikao("lab", "list", "--json").json()["labs"]]
    assert "scratch-drill" in [u["slug"] for u in beikao("drill", "list", "--json").json()["drills"]]


def test_the_page_shows_them(pack: Path) -> None:
    beikao("config", "language", "en")
    with server() as (address, _):
        root = address.rstrip("/")

        def page(path: str) -> str:
            return urllib.request.urlopen(root + path, timeout=30).read().decode()

        assert "/learn/scratch-concept" in page("/course")
        assert "<svg" in page("/learn/scratch-concept")
        assert "<form" in page("/q/scratch-concept/scratch-question")
        assert "softmax" in page("/lab/scratch-lab")
        assert "It only rises." in page("/drill/scratch-drill")


def test_no_unit_is_named_in_the_engine() -> None:
    """Slugs of units stand in content alone (docstrings may give examples)."""
    import ast

    from beikao.course import load
    from tests.conftest import CONTENT, ROOT

    course = load([CONTENT])
    slugs = {s for s in {*course.concepts, *course.labs, *course.drills} if "-" in s or len(s) > 5}
    for path in sorted((ROOT / "src").rglob("*.py")):
        tree = ast.parse(path.read_text())
        docs = {id(n.value) for n in ast.walk(tree) if isinstance(n, ast.Expr) and isinstance(n.value, ast.Constant)}
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docs:
                assert node.value not in slugs, f"{path}: {node.value}"
