"""The gate sees each broken thing. Every case breaks one unit of a folder that is otherwise proved without a fault."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from beikao.app import open_desk
from beikao.course import load
from beikao.settings import Settings
from beikao.study import prove_lesson
from beikao.study.desk import Desk
from beikao.study.prove import prove
from tests.course.tiny import write, write_root
from tests.small_units import write_drill, write_lab


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    home = tmp_path_factory.mktemp("home")
    with open_desk(Settings(home=home, content=())) as opened:
        yield opened


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = write_root(tmp_path / "content")
    write_lab(folder / "labs" / "small-lab", "a", "a/mixed-up")
    write_drill(folder / "drills" / "small-drill", "a", "a/mixed-up")
    return folder


def faults(desk: Desk, root: Path, *, only: tuple[str, ...] = ()) -> list[str]:
    desk.course, desk.settings = load([root]), Settings(desk.settings.home, (root,))
    proof = prove(desk, seeds=30, drill_seeds=2, only=only, audits="none")
    return [f"{f.file}:{f.line}: {f.what}" for f in proof.faults]


def test_a_good_folder_is_proved(desk: Desk, root: Path) -> None:
    assert faults(desk, root) == []


A = "concepts/math/a"


def edit(path: str, old: str, new: str) -> Callable[[Path], None]:
    def change(root: Path) -> None:
        text = (root / path).read_text()
        assert old in text
        (root / path).write_text(text.replace(old, new, 1))

    return change


BROKEN_READING: dict[str, tuple[Callable[[Path], None], str]] = {
    "second way differs": (
        edit(f"{A}/questions/q-0/make.py", 'show["b"] for', 'show["b"] + 1 for'),
        "second_way gives",
    ),
    "no second way": (edit(f"{A}/questions/q-0/make.py", "second_way", "another_way"), "no second_way"),
    "wrong answer scores": (
        edit(
            f"{A}/questions/q-0/make.py", "truth=numeric(a * b))", 'truth=numeric(a * b), wrong={"a/mixed-up": a * b})'
        ),
        "scores 1",
    ),
    "wrong answer too near": (
        edit(
            f"{A}/questions/q-0/make.py",
            "truth=numeric(a * b))",
            'truth=numeric(a * b, abs=1), wrong={"a/mixed-up": a * b + 2})',
        ),
        "within 3 tolerances",
    ),
    "rejects too often": (
        edit(
            f"{A}/questions/q-0/make.py",
            "    return Question",
            "    if a > 20:\n        draw.reject()\n    return Question",
        ),
        "draw.reject()",
    ),
    "make fails": (edit(f"{A}/questions/q-0/make.py", "a, b = ", "a, b, c = "), "ValueError"),
    "unknown placeholder": (edit(f"{A}/questions/q-0/zh.md", "{{a}}", "{{z}}"), "z"),
    "languages differ": (edit(f"{A}/questions/q-0/en.md", "{{b}}", ""), "inserts"),
    "bad tex": (edit(f"{A}/questions/q-0/en.md", "What?", r"What $\frac{1$?"), "q-0"),
    "option unknown": (edit(f"{A}/questions/q-3/make.py", '"yes" if', '"maybe" if'), "maybe"),
    "claim fails": (edit(f"{A}/figures/one.py", "== 6", "== 7"), "AssertionError"),
    "figure fails": (edit(f"{A}/figures/one.py", "2 * k", "2 * k + 0 / (k - 4)"), "ZeroDivisionError"),
    "insert unknown": (
        edit(f"{A}/lesson.zh.md", ":::figure one", ":::figure one\n\n值 {{one(k=2).thrice}}\n"),
        "lesson.zh.md:11",
    ),
    "slider unknown": (edit(f"{A}/lesson.zh.md", ":::figure one", ":::figure one z=2"), "lesson.zh.md:9"),
    "lesson tex": (edit(f"{A}/lesson.zh.md", ":::figure one", ":::figure one\n\n$\\frac{1$\n"), "lesson.zh.md:11"),
    "lesson code": (
        edit(f"{A}/lesson.zh.md", ":::figure one", ":::figure one\n\n```python\nx = 1\nassert x == 2\n```\n"),
        "lesson.zh.md:13: the code fails",
    ),
}


@pytest.mark.parametrize("name", BROKEN_READING)
def test_what_is_read_is_proved(desk: Desk, root: Path, name: str) -> None:
    breaks, expected = BROKEN_READING[name]
    breaks(root)
    found = faults(desk, root, only=("a",))
    assert any(expected in f for f in found), found


LAB, DRILL = "labs/small-lab", "drills/small-drill"
BROKEN_DOING: dict[str, tuple[Callable[[Path], None], str]] = {
    "reference fails": (edit(f"{LAB}/reference.py", "x.max()", "x.max() + '1'"), "the reference gets"),
    "start passes": (
        lambda r: write(r / LAB / "start.py", (r / LAB / "reference.py").read_text()),
        "the start gets 'passed'",
    ),
    "wrong passes": (
        lambda r: write(r / LAB / "wrong/overflows.py", (r / LAB / "reference.py").read_text()),
        "the wrong answer overflows passes",
    ),
    "caught by another": (
        edit(f"{LAB}/lab.toml", 'caught_by = "large-logits"', 'caught_by = "any-length"'),
        "first caught by",
    ),
    "oracle disagrees": (
        edit(f"{LAB}/oracle.py", "scipy.special.softmax(x)", "scipy.special.softmax(2 * x)"),
        "oracle.py",
    ),
    "check not named": (edit(f"{LAB}/check.py", "def any_length", "def any_size"), "check.py has"),
    "healthy fails": (
        edit(f"{DRILL}/verify.py", "rtol=1e-6", "rtol=1e-6)\n    t.that(False, zh='不', en='no'"),
        "healthy",
    ),
    "break does nothing": (edit(f"{DRILL}/break.py", "x + RATE", "x - RATE"), "changes nothing"),
    "break touches a stranger": (
        lambda r: [
            write(r / DRILL / "system/data.txt", "1\n"),
            edit(f"{DRILL}/break.py", "    tree.replace", '    tree.write("data.txt", "2")\n    tree.replace')(r),
        ][0],
        "break.py changes data.txt",
    ),
    "mend does not mend": (edit(f"{DRILL}/mend.py", "x - RATE", "x - 1e-9 * RATE"), "mended"),
    "wrong repair passes": (
        lambda r: write(r / DRILL / "wrong/no-change.py", (r / DRILL / "mend.py").read_text()),
        "no-change",
    ),
}


@pytest.mark.parametrize("name", BROKEN_DOING)
def test_what_is_done_is_proved(desk: Desk, root: Path, name: str) -> None:
    breaks, expected = BROKEN_DOING[name]
    breaks(root)
    found = faults(desk, root, only=("small-lab", "small-drill"))
    assert any(expected in f for f in found), found


def test_the_code_of_a_lesson_runs_once_for_both_languages(
    desk: Desk, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Comments differ between languages; code that differs is another program, and runs."""
    ran: list[list[str]] = []
    run = subprocess.run

    def counted(command: list[str], **more: object) -> subprocess.CompletedProcess[str]:
        ran.append(command)
        return run(command, **more)  # type: ignore[call-overload, no-any-return]

    monkeypatch.setattr(prove_lesson.subprocess, "run", counted)
    block = "\n```python\nx = {}  # {}\nassert x == 41\n```\n"
    for lang, value, words in (("zh", 41, "四十一"), ("en", 41, "forty-one")):
        with (root / A / f"lesson.{lang}.md").open("a") as file:
            file.write(block.format(value, words))
    assert faults(desk, root, only=("a",)) == []
    assert len(ran) == 1
    text = (root / A / "lesson.en.md").read_text()
    (root / A / "lesson.en.md").write_text(text.replace("x = 41", "x = 40"))
    assert any("lesson.en.md" in f and "AssertionError" in f for f in faults(desk, root, only=("a",)))
