"""What a plan adds up to, on the real course: its parts are the plan's own minutes, and reading a lesson takes the lesson out."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from beikao.app import open_desk
from beikao.coach.plan import REVIEWS
from beikao.settings import Settings, own_content
from beikao.study import plan as verb
from beikao.study.desk import Desk
from beikao.study.goal import set_goal
from beikao.study.read import mark_read


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with open_desk(Settings(home=tmp_path, content=(own_content(),))) as opened:
        yield opened


def minutes(desk: Desk) -> dict[str, int]:
    return {row.kind: row.minutes for row in verb.plan(desk, quick=True).sums}


def test_the_parts_are_the_whole(desk: Desk) -> None:
    found = verb.plan(desk, quick=True)
    got = {row.kind: row for row in found.sums}
    assert got["lesson"].minutes + got["question"].minutes == found.counts["concept"][1]
    assert got["lesson"].units == got["question"].units == found.counts["concept"][0]
    assert (got["lab"].units, got["lab"].minutes) == found.counts["lab"]
    assert (got["drill"].units, got["drill"].minutes) == found.counts["drill"]
    assert found.plan.end is not None
    days = (found.today + timedelta(days=n) for n in range((found.plan.end - found.today).days + 1))
    whole = sum(map(found.calendar.minutes, days))
    assert got["review"].minutes == pytest.approx(REVIEWS * whole, rel=0.1)


def test_a_lesson_that_was_read_is_counted_no_more(desk: Desk) -> None:
    before = minutes(desk)
    mark_read(desk, "matrix-ops", "zh", 600.0)
    after = minutes(desk)
    assert after["lesson"] < before["lesson"] and after["question"] == pytest.approx(before["question"], abs=1)
    assert after["lab"] == before["lab"]


def test_what_the_course_plan_asks_for_beside(desk: Desk) -> None:
    """13.3 h of exams, 6.5 h of interviews, 38 h of projects for the spine; a branch adds 3 h and 2.5 h."""
    set_goal(desk, track="spine", branches=[])
    spine = minutes(desk)
    assert [round(spine[k] / 60, 1) for k in ("exam", "interview", "project")] == [13.3, 6.5, 38.0]
    set_goal(desk, track="spine", branches=["inference"])
    branch = minutes(desk)
    assert [(branch[k] - spine[k]) / 60 for k in ("exam", "interview", "project")] == [3.0, 2.5, 0.0]
