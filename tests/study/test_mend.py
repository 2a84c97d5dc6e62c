"""Naming causes: all of the true ones and no other; what each is worth, what is noted, and what the learner reads."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from beikao.course import Cause, load
from beikao.errors import UsageError
from beikao.study import mend as mending
from beikao.study.mend import cause_credit, mend, several
from tests.course.tiny import write_concept
from tests.small_units import write_drill

A, B = (Cause(slug, {"zh": slug, "en": slug}, true=True) for slug in ("a", "b"))
X, Y = (Cause(slug, {"zh": slug, "en": slug}, true=False) for slug in ("x", "y"))


@pytest.mark.parametrize(
    ("named", "true", "credit"),
    [
        ([A], [A], 1), ([X], [A], 0), ([A, X], [A], 0),  # one cause
        ([A, B], [A, B], 1), ([A], [A, B], 0.5), ([A, B, X], [A, B], 0.5), ([A, X], [A, B], 0), ([X, Y], [A, B], 0),
        ([A, B, X, Y], [A, B], 0),  # ticking everything says nothing
    ],
)  # fmt: skip
def test_what_causes_are_worth(named: list[Cause], true: list[Cause], credit: float) -> None:
    assert cause_credit(named, true) == credit


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Two drills, the second with two causes; the judge says `desk.state`."""
    write_concept(tmp_path, "aa")
    for slug in ("one-cause", "two-causes"):
        write_drill(tmp_path / "drills" / slug, "aa", "aa/mixed-up")
    manifest = tmp_path / "drills/two-causes/drill.toml"
    manifest.write_text(manifest.read_text().replace('en = "Too few steps"\n', 'en = "Too few steps"\ntrue = true\n'))
    made = SimpleNamespace(course=load([tmp_path]), noted=[], state="passed")
    made.note = made.noted.append

    def judged(*_: Any, **__: Any) -> Any:
        verdict = {"state": made.state, "score": 1.0 if made.state == "passed" else 0.0}
        return SimpleNamespace(verdict=verdict, step=None, notice=None)

    monkeypatch.setattr(mending, "judge", judged)
    monkeypatch.setattr(mending, "save_draft", lambda *_: None)
    return made


TREE = {"train.py": "RATE = 0.1\n"}


def test_several_causes(desk: Any) -> None:
    assert [several(desk.course.drills[s]) for s in ("one-cause", "two-causes")] == [False, True]
    for named, right, score in (
        (["steps", "sign"], True, 1.0),
        (["sign"], False, 0.75),
        (["sign", "data"], False, 0.5),
    ):
        done = mend(desk, "two-causes", TREE, named)
        assert (done.cause_right, done.score) == (right, score)
        assert (desk.noted[-1].cause, desk.noted[-1].right) == (
            " ".join(sorted(named, key=["sign", "rate", "data", "steps"].index)),
            right,
        )
        assert done.cause_text["en"] == "The update has the wrong sign; Too few steps"  # it is mended, so it is told
    desk.state = "failed"
    assert mend(desk, "two-causes", TREE, ["data"]).cause_text == {
        "zh": "数据坏了",
        "en": "The data is bad",
    }  # not told


def test_one_cause_as_before(desk: Any) -> None:
    done = mend(desk, "one-cause", TREE, ["sign"])
    assert (done.cause_right, done.score, desk.noted[-1].cause) == (True, 1.0, "sign")
    assert mend(desk, "one-cause", TREE, ["rate"]).score == 0.5
    with pytest.raises(UsageError, match="name the cause first"):
        mend(desk, "one-cause", TREE, [])
    with pytest.raises(UsageError, match="'nope' is no cause"):
        mend(desk, "one-cause", TREE, ["sign", "nope"])
    assert len(desk.noted) == 2  # what could not be read is not noted
