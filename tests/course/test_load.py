"""Reading content: a valid folder has no fault; each broken thing is named with its file and line, all at once."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from beikao.course import Course, load
from tests.course.tiny import write, write_concept, write_root


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return write_root(tmp_path / "content")


def faults_of(root: Path) -> list[str]:
    return [f"{f.file}:{f.line}: {f.what} {f.hint}" for f in load([root]).faults]


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))


def test_a_valid_folder_has_no_fault(root: Path) -> None:
    course = load([root])
    assert faults_of(root) == []
    assert set(course.concepts) == {"a", "b"}
    assert len(course.concepts["a"].questions) == 8
    assert course.question("a", "q-0").ref == "question:a/q-0"
    assert course.misconception("a/mixed-up") == {"zh": "弄反了。", "en": "Mixed up."}


A = Path("concepts/math/a")
BREAKS: dict[str, tuple[Callable[[Path], None], str]] = {
    "unknown-key": (
        lambda r: edit(r / A / "concept.toml", "minutes = 10", "minuts = 10"),
        "concept.toml:6: unknown key `minuts` Did you mean `minutes`?",
    ),
    "bad-toml": (lambda r: write(r / A / "concept.toml", "schema = 1\ntitle = {"), "concept.toml:2: not TOML"),
    "no-schema": (lambda r: edit(r / A / "concept.toml", "schema = 1\n", ""), "`schema` is missing"),
    "missing-language": (lambda r: (r / A / "lesson.en.md").unlink(), "lesson.en.md is missing"),
    "missing-section": (
        lambda r: edit(r / A / "lesson.zh.md", "{#in-llm}", "{#elsewhere}"),
        "lesson.zh.md:1: sections",
    ),
    "unknown-need": (
        lambda r: edit(r / A / "concept.toml", "needs = []", 'needs = ["nowhere"]'),
        "`needs` names 'nowhere'",
    ),
    "circle": (lambda r: edit(r / A / "concept.toml", "needs = []", 'needs = ["b"]'), "run in a circle"),
    "bad-kind": (
        lambda r: edit(r / A / "questions/q-0/question.toml", '"numeric"', '"numberic"'),
        "question.toml:2: `kind` is 'numberic'",
    ),
    "options-differ": (
        lambda r: edit(r / A / "questions/q-3/en.md", "- no:", "- never:"),
        "zh.md and en.md have different options",
    ),
    "unknown-figure": (
        lambda r: next(edit(r / A / f"lesson.{x}.md", ":::figure one", ":::figure two") for x in ("zh", "en")),
        "no figure called 'two'",
    ),
    "different-embeds": (lambda r: edit(r / A / "lesson.en.md", ":::figure one", ""), "embed different figures"),
    "open-fold": (
        lambda r: edit(r / A / "lesson.zh.md", ":::figure one", ":::figure one\n\n:::fold 打开\n"),
        "a :::fold or :::note without :::end",
    ),
    "unknown-source": (
        lambda r: edit(r / A / "lesson.zh.md", ":::figure one", ":::figure one\n\n见 [@nobody]\n"),
        "lesson.zh.md:11: [@nobody] is not a source",
    ),
    "too-short": (
        lambda r: edit(r / A / "concept.toml", "minutes = 10", "minutes = 60"),
        "Chinese characters in lesson and questions for 60 minutes",
    ),
    "not-utf8": (lambda r: (r / A / "lesson.zh.md").write_bytes(b"\xff\xfe"), "not UTF-8"),
    "few-questions": (
        lambda r: [p.unlink() for p in (r / A / "questions/q-7").iterdir()] and (r / A / "questions/q-7").rmdir(),
        "7 questions",
    ),
    "slug": (lambda r: write_concept(r, "Not_A_Slug") and None, "'Not_A_Slug' is not a slug"),
}


@pytest.mark.parametrize("name", BREAKS)
def test_each_fault_is_named(root: Path, name: str) -> None:
    breaks, expected = BREAKS[name]
    breaks(root)
    assert any(expected in fault for fault in faults_of(root)), faults_of(root)


def test_all_faults_come_at_once(root: Path) -> None:
    BREAKS["unknown-key"][0](root)
    BREAKS["options-differ"][0](root)
    BREAKS["unknown-need"][0](root)
    found = "\n".join(faults_of(root))
    assert "unknown key" in found
    assert "different options" in found
    assert "nowhere" in found


def test_a_pack_adds_units_and_may_need_the_course(root: Path, tmp_path: Path) -> None:
    pack = tmp_path / "school"
    write_concept(pack, "c", needs=("b",))
    course: Course = load([root, pack])
    assert set(course.concepts) == {"a", "b", "c"}
    assert course.faults == ()


def test_a_slug_that_stands_twice_is_a_fault_and_the_first_counts(root: Path, tmp_path: Path) -> None:
    pack = tmp_path / "school"
    write_concept(pack, "a")
    course = load([root, pack])
    assert course.concepts["a"].folder.is_relative_to(root)
    assert any("exists already" in f.what for f in course.faults)


def test_rev_follows_the_files(root: Path) -> None:
    before = load([root]).concepts["a"].rev
    edit(root / A / "lesson.en.md", "学", "习")
    after = load([root]).concepts
    assert after["a"].rev != before
    assert after["b"].rev == load([root]).concepts["b"].rev
