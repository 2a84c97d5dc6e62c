"""Today as the learner has it: the calendar's minutes, the plan's order, what a missed week moves, last week; katas from start to pass."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from beikao.app import open_desk
from beikao.errors import NotFoundError, UsageError
from beikao.events import CodeJudged, CodeSubmitted, GoalSet, LessonRead, QuestionAnswered
from beikao.study import kata, plan
from beikao.study.desk import Desk
from beikao.study.history import submissions
from beikao.study.submit import passed, workspace
from beikao.study.today import last_week, today, week_lines

MONDAY = datetime(2026, 11, 30, 9, 0, tzinfo=UTC)
LAB, SHOWN = "einsum-shapes", ("matrix-ops", "tensor-ops")


class Clock:
    """Goes on by a millisecond with every look, and as far as it is put on."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def __call__(self) -> datetime:
        self.at += timedelta(milliseconds=1)
        return self.at


@contextmanager
def desk(at: datetime = MONDAY) -> Iterator[Desk]:
    with open_desk() as opened:
        yield replace(opened, tz="UTC", now=Clock(at))


def later(d: Desk, **passes: float) -> None:
    """So much time goes by."""
    assert isinstance(d.now, Clock)
    d.now.at += timedelta(**passes)


def learn(d: Desk, *slugs: str) -> None:
    """Reads each and gets three of its produced questions right."""
    for slug in slugs:
        made = [q for q in d.course.concepts[slug].questions.values() if q.kind == "numeric"][:3]
        for n, q in enumerate(made):
            later(d, minutes=2)
            d.note(QuestionAnswered(f"{slug}/{q.slug}", q.rev, n, "1", 1.0, None, "practice", 1, 120.0))
        later(d, minutes=5)
        d.note(LessonRead(slug, "r", "zh", 300.0))


def hand_in(d: Desk, unit: str, state: str = "passed") -> None:
    handed = d.note(CodeSubmitted(unit, "r", {}, 1))[0]
    d.note(CodeJudged(handed.id, unit, {"state": state, "sandbox": {}, "score": 1.0}))


def test_the_days_minutes_are_the_calendars_less_what_is_spent(home: Path) -> None:
    with desk() as d:
        assert (today(d).day.budget, today(d).day.spent) == (60, 0), "ten hours a week"
        learn(d, "matrix-ops")
        found = today(d)
        assert found.day.spent == 11 and found.day.minutes <= 49
        d.note(GoalSet("", 45))
        assert today(d).day.budget == 45 == plan.plan(d).calendar.minutes(MONDAY.date()), (
            "a goal of old, without a calendar"
        )
        plan.set_calendar(d, week=(20, 0, 60, 60, 60, 60, 60))
        assert today(d).day.budget == 20
    with desk(MONDAY + timedelta(days=1)) as d:
        off = today(d)
        assert (off.day.budget, off.tasks) == (0, ()) and off.step is not None


def test_it_goes_by_the_plan(home: Path) -> None:
    with desk() as d:
        free = today(d)
        assert free.step is not None and free.step.ref == f"concept:{free.step.slug}"
        made = plan.make(d)
        steps = today(d).day.steps
        place = [b.ref for b in made.plan.blocks]
        refs = [s.ref for s in steps if s.ref in place]
        assert refs == sorted(refs, key=place.index) and today(d).step.ref == place[0]  # type: ignore[union-attr]


def test_after_a_missed_week_the_list_fits_and_says_what_moved(home: Path) -> None:
    with desk() as d:
        plan.make(d)
        learn(d, *SHOWN)
        hand_in(d, f"lab:{LAB}")
    with desk(MONDAY + timedelta(days=9)) as d:
        found = today(d)
        assert found.day.minutes <= found.day.budget == 60 and found.tasks[0].step.kind == "review"
        missed = {m.ref for m in plan.plan(d).moves if m.why == "missed"}
        assert missed and {m.ref for m in found.moves} == missed
        assert found.step == found.tasks[0].step
        listed = {(t.step.kind, t.step.slug) for t in found.tasks}
        assert not listed & {(s.kind, s.slug) for s in found.alternatives}


def test_last_week(home: Path) -> None:
    with desk() as d:
        assert last_week(d) is None and today(d).last_week is None
        plan.make(d)
        learn(d, *SHOWN)
        hand_in(d, f"lab:{LAB}")
    with desk(MONDAY + timedelta(days=2)) as d:
        one = next(q for q in d.course.concepts["matrix-ops"].questions.values() if q.kind == "numeric")
        d.note(QuestionAnswered(f"matrix-ops/{one.slug}", one.rev, 99, "1", 1.0, None, "review", 1, 60.0))
        assert last_week(d) is None, "this week is not over"
    with desk(MONDAY + timedelta(days=7)) as d:
        found = today(d)
        assert found.new_week and found.last_week is not None
        week = found.last_week
        assert (week.monday, week.lessons, week.labs, week.mastered) == (
            date(2026, 11, 30),
            SHOWN,
            (LAB,),
            ("matrix-ops",),
        )
        assert (week.right, week.wrong, week.planned) == (7, 0, 600)
        assert set(week.kept) == {
            r for r in week.due if r in ("concept:matrix-ops", "concept:tensor-ops", f"lab:{LAB}")
        }
        assert week.kept and len(week.kept) < len(week.due)
        lines = week_lines(week, lambda ref: plan.title_of(d.course, ref))
        assert all("7" in pair[n] for n, pair in itertools.product((0, 1), lines[1:2]))
        assert d.course.concepts["matrix-ops"].title["zh"] in lines[2][0] and f"{len(week.due)}" in lines[-1][1]
        plan.make(d)
        assert last_week(d) == week, "a plan made afterwards does not excuse the week"
    with desk(MONDAY + timedelta(days=8)) as d:
        assert not today(d).new_week
    with desk(MONDAY + timedelta(days=15)) as d:
        assert today(d).last_week is not None and today(d).last_week.empty  # type: ignore[union-attr]


def test_a_kata_from_its_start_to_its_pass(home: Path) -> None:
    with desk() as d:
        lab = d.course.labs[LAB]
        with pytest.raises(UsageError, match="not passed"):
            kata.start(d, LAB)
        with pytest.raises(NotFoundError):
            kata.start(d, "nothing-like-it")
        learn(d, *SHOWN)
        d.record.save_draft(d.learner, lab.ref, {"solution.py": "# mine\n"}, d.now())
        hand_in(d, lab.ref)
        with pytest.raises(UsageError, match="not running"):
            kata.check(d, LAB, lab.reference)
    with desk(MONDAY + timedelta(days=40)) as d:
        assert ("kata", LAB) in {(s.kind, s.slug) for s in today(d).day.steps}
        begun = kata.start(d, LAB)
        assert begun.tree == lab.start and begun.kata.minutes == lab.kata == 20
        assert today(d).step.kind == "kata", "what was begun is ended first"  # type: ignore[union-attr]
        kata.save(d, LAB, {"solution.py": "# half\n"})
        assert kata.start(d, LAB).kata.event == begun.kata.event and kata.bench(d, LAB).tree == {
            "solution.py": "# half\n"
        }
        assert workspace(d, LAB).tree == {"solution.py": "# mine\n"}, "what was passed with is not touched"
    with desk(MONDAY + timedelta(days=40, minutes=6)) as d:
        done, now = kata.check(d, LAB, lab.start)
        assert done.verdict["state"] == "failed" and now.began is not None
        assert kata.bench(d, LAB).verdict == done.verdict
    with desk(MONDAY + timedelta(days=40, minutes=9)) as d:
        done, now = kata.check(d, LAB, lab.reference)
        assert done.verdict["state"] == "passed" and done.verdict["unit"] == lab.ref
        assert now.began is None and now.tries[0].grade == 4 and 535 < (now.tries[0].seconds or 0) < 545
        assert now.due > d.now() + timedelta(days=14)
        assert len(submissions(d, lab.ref)) == 1 and len(submissions(d, f"kata:{LAB}")) == 2
        assert passed(d, lab.ref) and workspace(d, LAB).tree == {"solution.py": "# mine\n"}
        assert "kata" not in {s.kind for s in today(d).day.steps}
    with desk(now.due + timedelta(days=1)) as d:
        assert kata.start(d, LAB).tree == lab.start, "a fresh start, not what was written last time"
        assert kata.give_up(d, LAB).tries[1].grade == 1
        with pytest.raises(UsageError, match="not running"):
            kata.give_up(d, LAB)
