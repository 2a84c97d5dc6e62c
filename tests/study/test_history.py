"""What a pass is worth: whole when unaided, less by hints opened before it, nothing after the reference."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from beikao.app import open_desk
from beikao.events import CodeJudged, Data, Event, HintTaken, ReferenceRevealed, new_id
from beikao.study.history import cost, difference, independence

LAB = "svd-compress"
REF = f"lab:{LAB}"
PASS, FAIL = CodeJudged("s", REF, {"state": "passed"}), CodeJudged("s", REF, {"state": "failed"})


@pytest.mark.parametrize(
    ("stream", "hints"),
    [((), 0), ((FAIL, HintTaken(REF, 1)), 1), ((HintTaken(REF, 1), PASS, HintTaken(REF, 2)), 1),
     ((PASS, ReferenceRevealed(REF, "r")), 0), ((HintTaken("lab:other", 1),), 0), ((ReferenceRevealed(REF, "r"), PASS), None)],
)  # fmt: skip
def test_independence(home: Path, stream: tuple[Data, ...], hints: int | None) -> None:
    start = datetime.now(UTC)
    with open_desk() as desk:
        for n, data in enumerate(stream):
            at = start + timedelta(seconds=n)
            desk.record.append(Event(new_id(at), "me", at, "UTC", "web", data.TYPE, data.as_dict()))
        lab = desk.course.labs[LAB]
        assert cost(lab) == pytest.approx(1 / (len(lab.hints["zh"]) + 1))
        assert independence(desk, lab) == pytest.approx(0 if hints is None else 1 - hints * cost(lab))


def test_difference_names_each_file_and_is_empty_for_equals() -> None:
    assert difference({"a.py": "x\n"}, {"a.py": "x\n"}) == ""
    text = difference({"a.py": "x\n", "b.py": "y\n"}, {"a.py": "z\n", "b.py": "y\n"})
    assert "-x" in text and "+z" in text and "b.py" not in text
