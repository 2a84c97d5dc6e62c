"""The plan as the learner has it: kept, broken by a missed day, taken anew, moved, taken back; its file for a calendar."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import icalendar
import pytest

from beikao.app import open_desk
from beikao.coach.calendar import monday
from beikao.errors import NotFoundError, UsageError
from beikao.events import LessonRead, QuestionAnswered
from beikao.study import plan
from beikao.study.desk import Desk
from beikao.study.goal import set_goal
from tests.running import beikao

NOW = datetime(2026, 11, 30, 9, 0, tzinfo=UTC)  # a Monday


@contextmanager
def desk(at: datetime = NOW) -> Iterator[Desk]:
    ticks = itertools.count()
    with open_desk() as opened:
        yield replace(opened, now=lambda: at + timedelta(milliseconds=next(ticks)))


def test_a_plan_is_kept_and_a_missed_week_says_so(home: Path) -> None:
    with desk() as d:
        made = plan.make(d)
        assert made.base is not None and made.moves == ()
    with desk(NOW + timedelta(days=1)) as d:
        assert {m.why for m in plan.plan(d).moves} <= {"pushed"}, "a day missed may push what stands at a week's end"
    with desk(NOW + timedelta(days=8)) as d:
        found = plan.plan(d)
        assert "missed" in {m.why for m in found.moves}
        taken = plan.make(d)
        assert taken.moves == () and taken.base is not None and taken.base.event != made.base.event
        back = plan.undo(d)
        assert back.base is not None and back.base.event == made.base.event and back.moves == found.moves


def test_what_is_done_leaves_the_plan_without_a_move(home: Path) -> None:
    with desk() as d:
        first = plan.make(d).plan.blocks[0].ref
        hours = itertools.count(1)
        d = replace(d, now=lambda: NOW + timedelta(hours=next(hours)))
        concept = d.course.concepts[first.partition(":")[2]]
        for n, question in enumerate(list(concept.questions.values())[:6]):
            d.note(QuestionAnswered(f"{concept.slug}/{question.slug}", "r", n, "1", 1.0, None, "practice", 1, 60.0))
        d.note(LessonRead(concept.slug, "r", "zh", 600.0))
        found = plan.plan(d)
        assert first not in {i.ref for i in found.items}
        assert first not in {m.ref for m in found.moves}
        assert found.paces["concept"].ended == 1 and found.paces["concept"].seen is not None


def test_other_hours_are_the_reason(home: Path) -> None:
    with desk() as d:
        plan.make(d)
        plan.set_calendar(d, week=(30,) * 7)
        assert {m.why for m in plan.plan(d).moves} == {"hours"}


def test_a_track_narrows_the_plan_and_a_branch_widens_it(home: Path) -> None:
    with desk() as d:
        whole = len(plan.plan(d).items)
        set_goal(d, track="spine")
        spine = len(plan.plan(d).items)
        set_goal(d, branches=["foundations-complete"])
        assert spine < len(plan.plan(d).items) <= whole
        with pytest.raises(UsageError):
            set_goal(d, branches=["nowhere"])


def test_moves_are_pinned_and_refused_where_needs_forbid(home: Path) -> None:
    with desk() as d:
        found = plan.make(d)
        weeks = found.plan.weeks()
        child = next(i for i in found.items if any(weeks.get(n) == weeks[i.ref] for n in i.needs))
        with pytest.raises(UsageError, match="before"):
            plan.move(d, child.ref, -1)
        with pytest.raises(NotFoundError):
            plan.move(d, "concept:nothing", 1)
        free = next(
            i
            for i in found.items
            if not any(i.ref in o.needs for o in found.items)
            and weeks[i.ref] < max(weeks[o.ref] for o in found.items if o.stage == i.stage)
        )
        moved = plan.move(d, free.ref, 1)
        assert moved.plan.weeks()[free.ref] > weeks[free.ref]
        assert moved.base is not None and free.ref in moved.base.pinned


def test_a_move_beyond_the_stage_is_refused_and_leaves_no_trace(home: Path) -> None:
    with desk() as d:
        found = plan.make(d)
        weeks, before = found.plan.weeks(), len(d.events())
        last = [max((weeks[i.ref], i.ref) for i in found.items if i.stage == s) for s in (1, 2)]
        free = next((ref for _, ref in last if not any(ref in o.needs for o in found.items)), None)
        assert free
        with pytest.raises(UsageError, match="stays in the week"):
            plan.move(d, free, 1)
        assert len(d.events()) == before


def test_bad_calendars(home: Path) -> None:
    with desk() as d:
        for week in ((0,) * 7, (60,) * 6, (60,) * 6 + (2000,), (60,) * 6 + (-1,)):
            with pytest.raises(UsageError):
                plan.set_calendar(d, week=week)
        for until in (date(2026, 11, 30), date(2020, 1, 1), date(2060, 1, 1)):
            with pytest.raises(UsageError):
                plan.set_calendar(d, until=until)


def test_a_day_too_near_names_ways_out(home: Path) -> None:
    with desk() as d:
        plan.set_calendar(d, until=date(2026, 12, 7))
        found = plan.plan(d)
        assert found.cuts is not None and found.cuts.later is not None and found.cuts.more > 0
        plan.set_calendar(d, until=found.cuts.later)
        assert plan.plan(d).cuts is None


def test_an_improved_plan_keeps_needs(home: Path) -> None:
    with desk() as d:
        found = plan.make(d)
        assert found.moves == (), "what is shown after it is what was taken"
        ends = found.plan.ends
        assert all(ends[n] <= ends[i.ref] for i in found.items for n in i.needs if n in ends)


def test_the_calendar_file(home: Path) -> None:
    with desk() as d:
        plan.make(d)
        found = plan.plan(d)
        file = icalendar.Calendar.from_ical(plan.ics(d, "zh"))
    entries = list(file.walk("VEVENT"))
    assert [e["DTSTART"].dt for e in entries] == [
        b.day for b in found.plan.blocks if b.day < found.today + timedelta(days=56)
    ]
    assert all(e["DTEND"].dt - e["DTSTART"].dt == timedelta(days=1) for e in entries)
    assert len({str(e["UID"]) for e in entries}) == len(entries)


def test_the_command(home: Path, tmp_path: Path) -> None:
    shown = beikao("plan", "show", "--json").json()
    assert shown["kept"] is False and shown["blocks"]
    assert beikao("plan", "set", "--hours", "1,1,1,1,1,3,3", "--off", "2099-02-05..2099-02-07").code == 0
    shown = beikao("plan", "show", "--json").json()
    assert shown["kept"] is True and shown["calendar"]["week"] == [60] * 5 + [180] * 2
    assert shown["calendar"]["off"] == ["2099-02-05", "2099-02-06", "2099-02-07"]
    for wrong in (
        ("--hours", "a"),
        ("--hours", "1,2"),
        ("--until", "soon"),
        ("--off", "2099-02-07..2099-02-05"),
        ("--track", "x"),
    ):
        refused = beikao("plan", "set", *wrong)
        assert refused.code in (2, 3) and "→" in refused.err, wrong
    assert beikao("plan", "export", str(tmp_path / "plan.ics")).code == 0
    assert (tmp_path / "plan.ics").read_bytes().startswith(b"BEGIN:VCALENDAR")
    assert beikao("plan", "undo").code == 0 and beikao("plan", "undo").code == 2


def test_monday() -> None:
    assert monday(date(2024, 2, 29)) == date(2024, 2, 26)
