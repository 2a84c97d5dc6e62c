"""An author's hour, as docs/guide/write-a-lab.md tells it: skeleton, what is missing, a lab, green, and red again."""

from __future__ import annotations

from pathlib import Path

import pytest

from beikao.course import load
from tests.conftest import CONTENT
from tests.running import beikao
from tests.small_units import write_lab


@pytest.fixture
def pack(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "my-course"
    folder.mkdir()
    monkeypatch.setenv("BEIKAO_CONTENT", str(folder))
    return folder


def test_from_skeleton_to_green_and_back(pack: Path) -> None:
    made = beikao("content", "new", "lab", "softmax-stable")
    assert made.code == 0, made.err
    lab = pack / "labs" / "softmax-stable"
    assert str(lab / "lab.toml") in made.out
    for missing in ("`title` needs a text in zh and in en", "task.zh.md is empty", "0 wrong answers", "hints"):
        assert missing in made.err

    unfinished = beikao("content", "check", "softmax-stable", "--json")
    assert unfinished.code == 1
    assert not unfinished.json()["ok"]

    concept = load([CONTENT]).concepts["matrix-calculus"]
    write_lab(lab, "matrix-calculus", f"matrix-calculus/{next(iter(concept.misconceptions))}")
    unmeasured = beikao("content", "check", "softmax-stable", "--json", "--audits", "none")
    assert unmeasured.json()["faults"] == []
    measured = beikao("content", "audit", "softmax-stable", "--json")
    assert measured.code == 0, measured.out
    assert measured.json()["score"] >= 0.95
    green = beikao("content", "check", "softmax-stable", "--json")
    assert green.json()["faults"] == []
    assert green.code == 0
    assert green.json()["labs"] == 1

    (lab / "wrong" / "overflows.py").write_text((lab / "reference.py").read_text())
    red = beikao("content", "check", "softmax-stable", "--json")
    assert red.code == 1
    found = [f for f in red.json()["faults"] if "overflows passes" in f["what"]]
    assert any(f["file"].endswith("wrong/overflows") for f in found)


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("lab", "Not_A_Slug"), 2, "not a slug"),
        (("lamp", "x"), 2, "no kind of unit"),
        (("question", "nowhere/x"), 3, "no concept called 'nowhere'"),
        (("question", "svd"), 2, "concept/slug"),
    ],
)
def test_bad_names_are_answered(pack: Path, arguments: tuple[str, ...], code: int, words: str) -> None:
    done = beikao("content", "new", *arguments)
    assert done.code == code
    assert words in done.err


def test_nothing_is_overwritten(pack: Path) -> None:
    assert beikao("content", "new", "concept", "my-concept", "--area", "math").code == 0
    again = beikao("content", "new", "concept", "my-concept", "--area", "math")
    assert again.code == 2
    assert "exists already" in again.err
