"""Reading content: a valid folder has no fault; each broken thing is named with its file and line, all at once."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from beikao.course import Course, load
from tests.conftest import PACK
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
    "place-of-an-option": (
        lambda r: edit(r / A / "questions/q-4/en.md", "So.", "The first two hold."),
        "'The first two' is said of options that are shuffled",
    ),
    "place-of-an-option-zh": (
        lambda r: edit(r / A / "questions/q-3/zh.md", "So.", "后两种不成立。"),
        "'后两种' is said of options that are shuffled",
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


SERVES = 'profile = "service"\n'
LAB_BREAKS = {
    "run-needs-service": (
        'profile = "pure"\nrun = ["nginx"]\nneeds_programs = ["nginx"]\n',
        "`run` is for the profile service",
    ),
    "programs-need-service": (
        'profile = "processes"\nneeds_programs = ["nginx"]\n',
        "`needs_programs` is for the profile service",
    ),
    "run-is-declared": (SERVES + 'run = ["nginx"]\n', "`run` starts 'nginx', which is not in `needs_programs`"),
    "a-path": (SERVES + 'needs_programs = ["/bin/sh"]\n', "'/bin/sh' is no program's name"),
    "placeholder": (
        SERVES + 'needs_programs = ["nginx"]\nrun = ["nginx", "{home}"]\n',
        "`run` has {home} It may have {file}, {folder} and {port}.",
    ),
    "profile": ('profile = "container"\n', "`profile` is 'container'"),
}


@pytest.mark.parametrize("name", LAB_BREAKS)
def test_a_labs_profile_and_programs(tmp_path: Path, name: str) -> None:
    """The one lab of `tests/pack`, spoilt."""
    lines, expected = LAB_BREAKS[name]
    shutil.copytree(PACK, tmp_path / "pack")
    assert not any("lab.toml" in f for f in faults_of(tmp_path / "pack"))
    edit(tmp_path / "pack/labs/key-value-server/lab.toml", SERVES, lines)
    assert any(expected in fault for fault in faults_of(tmp_path / "pack")), faults_of(tmp_path / "pack")


def test_a_service_that_is_no_python_needs_run(tmp_path: Path) -> None:
    shutil.copytree(PACK, tmp_path / "pack")
    edit(tmp_path / "pack/labs/key-value-server/lab.toml", '["server.py"]', '["nginx.conf"]')
    assert any("nginx.conf is no Python" in fault for fault in faults_of(tmp_path / "pack"))
