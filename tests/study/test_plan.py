"""The plan as the learner has it: kept, broken by a missed day, taken anew, moved, taken back; its file for a calendar."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import icalendar
import pytest

from beikao.app import open_desk
from beikao.coach.calendar import monday
from beikao.coach.plan import usable
from beikao.course.graph import gates
from beikao.errors import NotFoundError, UsageError
from beikao.events import LessonRead, PlacementEnded, QuestionAnswered
from beikao.study import plan
from beikao.study.calendar_file import ics
from beikao.study.desk import Desk
from beikao.study.goal import set_goal
from beikao.study.today import today
from tests.running import beikao

NOW = datetime(2026, 11, 30, 9, 0, tzinfo=UTC)  # a Monday


@contextmanager
def desk(at: datetime = NOW) -> Iterator[Desk]:
    ticks = itertools.count()
    with open_desk() as opened:
        yield replace(opened, now=lambda: at + timedelta(milliseconds=next(ticks)))


def test_missed_days_are_the_cause_and_undo_keeps_the_first_plan(home: Path) -> None:
    with desk() as d:
        made = plan.make(d)
        assert made.base is not None and made.moves == () and made.missed == 0
    with desk(NOW + timedelta(days=2)) as d:
        found = plan.plan(d)
        assert found.missed == 2 * usable(60) and found.moves and {m.why for m in found.moves} == {"missed"}
        card = today(d)
        assert (card.missed, card.moves) == (found.missed, found.moves), "also on Today"
        with pytest.raises(UsageError, match="first plan"):
            plan.undo(d)
        assert plan.plan(d).base == made.base
        left = plan.keep(d)
        assert left.left and left.base is not None and left.base.event == made.base.event and left.plan == found.plan
        assert (today(d).missed, today(d).moves) == (0, ()), "what was left is not offered again"
    with desk(NOW + timedelta(days=8)) as d:
        found = plan.plan(d)
        assert found.moves and not found.left, "more is missed now"
        taken = plan.make(d)
        assert taken.moves == () and taken.base is not None and taken.base.event != made.base.event
        assert taken.taken == list(found.moves) and taken.plan == found.plan, "what was shown is what was taken"
        back = plan.undo(d)
        assert back.base is not None and back.base.event == made.base.event and back.moves == found.moves
        assert plan.redo(d).base == taken.base
        with pytest.raises(UsageError, match="nothing to redo"):
            plan.redo(d)


def test_the_first_plan_is_dropped_only_when_that_is_said(home: Path) -> None:
    with desk() as d:
        plan.set_calendar(d, week=(120,) * 7)
        made = plan.make(d)
        gone = plan.undo(d, first=True)
        assert gone.base is None and gone.redoable and gone.calendar == made.calendar, "time and goal stay"
        assert plan.redo(d).base == made.base


def test_undo_brings_back_the_time_and_the_goal_of_the_plan(home: Path) -> None:
    with desk() as d:
        made = plan.make(d)
        plan.set_calendar(d, week=(120,) * 7)
        set_goal(d, track="spine")
        taken = plan.make(d)
        back = plan.undo(d)
        assert (back.calendar, back.goal, back.moves) == (made.calendar, made.goal, ())
        assert plan.redo(d).calendar == taken.calendar and plan.plan(d).goal.track == "spine"
        plan.set_calendar(d, week=(30,) * 7)
        assert plan.plan(d).undo == "aim"
        assert plan.undo(d).calendar == taken.calendar, "what was set since the plan was made comes first"


def test_the_same_hours_again_are_no_reason(home: Path) -> None:
    with desk() as d:
        made = plan.make(d)
    with desk(NOW + timedelta(days=2)) as d:
        plan.set_calendar(d, week=(30,) * 7)
        assert {m.why for m in plan.plan(d).moves} == {"hours"}
        plan.set_calendar(d, week=made.calendar.week)
        assert {m.why for m in plan.plan(d).moves} == {"missed"}


def test_a_concept_that_is_tested_out_waits_for_no_lab_and_lessons_come_first(home: Path) -> None:
    with desk() as d:
        known = {c.slug: 0.99 for c in d.course.concepts.values() if c.area in ("math", "ml")}
        d.note(PlacementEnded(known, 0.02, 20))
        found = plan.plan(d)
        needs = {n for i in found.items for n in i.needs}
        gated = {f"lab:{g}" for c in known for g in gates(d.course).get(c, ())}
        assert not needs & gated
        kinds = [b.ref.partition(":")[0] for b in found.plan.blocks]
        assert "concept" in kinds[:3]
        extra = [i for i in found.items if i.extra]
        assert extra and all(i.optional for i in extra)
        plan.make(d)
        assert plan.move(d, "lab:einsum-shapes", 2).base is not None


def test_practice_of_a_whole_known_stage_waits_for_the_next_ones_lessons(home: Path) -> None:
    with desk() as d:
        d.note(PlacementEnded({c.slug: 0.99 for c in d.course.concepts.values() if c.stage == 1}, 0.02, 20))
        first = plan.plan(d).plan.blocks[0].ref
        assert first.startswith("concept:") and d.course.concepts[first.partition(":")[2]].stage == 2


def test_after_the_day_to_be_ready_on_all_can_still_be_set(home: Path) -> None:
    ready = NOW.date() + timedelta(days=30)
    with desk() as d:
        plan.set_calendar(d, until=ready)
    for days in (30, 35):
        with desk(NOW + timedelta(days=days)) as d:
            plan.set_calendar(d, week=(120 + days,) * 7)
            plan.set_calendar(d, off=[ready + timedelta(days=20)], until=ready)
            found = plan.plan(d)
            assert found.calendar.until == ready and found.past == (days > 30)
            assert (found.cuts is None) == found.past
            with pytest.raises(UsageError):
                plan.set_calendar(d, until=ready - timedelta(days=1))


def test_optional_units_are_left_out_and_brought_back(home: Path) -> None:
    with desk() as d:
        plan.set_calendar(d, until=NOW.date() + timedelta(days=60))
        found = plan.make(d)
        assert found.cuts is not None and found.cuts.drop and not found.cuts.enough
        assert found.narrower is not None and found.narrower.minutes > 0, "a narrower goal is proposed too"
        out = plan.drop(d, found.cuts.drop)
        assert out.dropped == tuple(sorted(found.cuts.drop)) and not {i.ref for i in out.items} & set(out.dropped)
        assert {m.why for m in out.moves} == {"dropped"}
        assert plan.make(d).moves == ()
        assert plan.undo(d).dropped == () and plan.redo(d).dropped == out.dropped
        assert plan.bring_back(d, out.dropped).dropped == ()
        with pytest.raises(UsageError, match="cannot be left out"):
            plan.drop(d, [next(i.ref for i in found.items if not i.optional)])
        with pytest.raises(NotFoundError):
            plan.drop(d, ["lab:nothing"])


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
        need = next(n for n in child.needs if weeks.get(n) == weeks[child.ref])
        with pytest.raises(UsageError, match="before") as no:
            plan.move(d, child.ref, -1)
        assert plan.title_of(d.course, need)["en"] in no.value.hint and str(weeks[need]) in no.value.hint
        parent = next(
            i for i in found.items if any(i.ref in o.needs and weeks[o.ref] == weeks[i.ref] for o in found.items)
        )
        with pytest.raises(UsageError, match="after") as no:
            plan.move(d, parent.ref, 1)
        names = {plan.title_of(d.course, o.ref)["en"] for o in found.items if parent.ref in o.needs}
        assert any(f"{name} needs it" in no.value.hint for name in names)
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
        with pytest.raises(UsageError, match="stays in the week") as no:
            plan.move(d, free, 1)
        following = [o for o in found.items if o.stage == 2 and weeks[o.ref] >= weeks[free]]
        titles = [plan.title_of(d.course, o.ref)["en"] for o in following]
        assert any(f"{title} (week of" in no.value.hint for title in titles) or "Nothing is planned" in no.value.hint
        assert len(d.events()) == before


def test_a_unit_that_stays_names_the_one_that_holds_it(home: Path) -> None:
    with desk() as d:
        plan.set_calendar(d, week=(30,) * 7)
        weeks = plan.make(d).plan.weeks()
        needs = [n for n in next(i for i in plan.plan(d).items if i.ref == "lab:linreg-logreg").needs if n in weeks]
        with pytest.raises(UsageError, match="stays in the week") as no:
            plan.move(d, "lab:linreg-logreg", -1)
        assert any(f"after {plan.title_of(d.course, n)['en']} (week of {weeks[n]})" in no.value.hint for n in needs)
        assert any(f"《{plan.title_of(d.course, n)['zh']}》" in no.value.hint_zh for n in needs)
        with pytest.raises(UsageError, match="stays in the week") as no:
            plan.move(d, "concept:mlp", 1)
        name = d.course.concepts["backprop"].title["en"]
        assert no.value.hint == f"{name} (week of {weeks['concept:backprop']}) comes after it.", (
            "the stage goes on for months"
        )


def test_a_unit_goes_on_over_a_week_in_which_nothing_ends(home: Path) -> None:
    """With a long unit pinned, no unit of the stage ends in the next week: the unit goes beyond it instead of being refused."""
    with desk() as d:
        plan.set_calendar(d, week=(30,) * 7)
        found = plan.make(d)
        tried = 0
        for item in [i for i in found.items if not any(i.ref in o.needs for o in found.items)]:
            weeks = plan.plan(d).plan.weeks()
            last = max(weeks[o.ref] for o in found.items if o.stage == item.stage)
            if weeks[item.ref] < last and tried < 12:
                tried += 1
                assert plan.move(d, item.ref, 1).plan.weeks()[item.ref] > weeks[item.ref]
        assert tried >= 8


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
        plan.set_calendar(d, until=date(2027, 6, 1))
        plan.make(d)
        found = plan.plan(d)
        file = icalendar.Calendar.from_ical(ics(d, "zh", "http://127.0.0.1:8000/"))
    entries = [e for e in file.walk("VEVENT") if e["UID"] != "until@beikao"]
    assert [e["DTSTART"].dt for e in entries] == [b.day for b in found.days if b.day < found.today + timedelta(days=56)]
    assert all(e["DTEND"].dt - e["DTSTART"].dt == timedelta(days=1) for e in entries)
    assert len({str(e["UID"]) for e in entries}) == len(entries)
    assert file["X-WR-CALNAME"] and all(e["SEQUENCE"] and e["LAST-MODIFIED"] and e["DESCRIPTION"] for e in entries)
    assert {str(e["URL"]).split("/")[2] for e in entries} == {"127.0.0.1:8000"}
    ready = next(e for e in file.walk("VEVENT") if e["UID"] == "until@beikao")
    assert ready["DTSTART"].dt == date(2027, 6, 1)


def test_a_calendar_file_read_in_again_moves_what_is_there(home: Path) -> None:
    with desk() as d:
        plan.make(d)
        first = {str(e["UID"]): e for e in icalendar.Calendar.from_ical(ics(d, "zh")).walk("VEVENT")}
    with desk(NOW + timedelta(days=2)) as d:
        plan.make(d)
        second = {str(e["UID"]): e for e in icalendar.Calendar.from_ical(ics(d, "zh")).walk("VEVENT")}
    then = NOW.date() + timedelta(days=2)
    stale = [uid for uid, e in first.items() if uid not in second and e["DTSTART"].dt >= then]
    assert len(stale) < len(first) / 5, "all but what is cut into fewer blocks now"
    assert all(second[uid]["SEQUENCE"] > first[uid]["SEQUENCE"] for uid in first.keys() & second.keys())


def test_the_command(home: Path, tmp_path: Path) -> None:
    shown = beikao("plan", "show", "--json").json()
    assert shown["kept"] is False and shown["blocks"]
    assert beikao("plan", "set", "--hours", "1,1,1,1,1,3,3", "--off", "2099-02-05..2099-02-07", "--json").json()["kept"]
    shown = beikao("plan", "show", "--json").json()
    assert shown["kept"] is True and shown["calendar"]["week"] == [60] * 5 + [180] * 2
    assert shown["calendar"]["off"] == ["2099-02-05", "2099-02-06", "2099-02-07"]
    for wrong in (
        ("--hours", "a"),
        ("--hours", "1,2"),
        ("--hours", "nan"),
        ("--hours", "1,1,1,1,1,1,inf"),
        ("--until", "soon"),
        ("--off", "2099-02-07..2099-02-05"),
        ("--track", "x"),
    ):
        refused = beikao("plan", "set", *wrong, env={"LANG": "zh_CN.UTF-8"})
        assert refused.code == 2 and re.search(r"→ .*[\u4e00-\u9fff]", refused.err), wrong
    assert beikao("plan", "replan", "--json").json()["moves"] == []
    assert beikao("plan", "undo").code == 2 and beikao("plan", "undo", "--first", "--json").json()["kept"] is False
    assert beikao("plan", "redo", "--json").json()["kept"] is True


def test_the_command_writes_the_calendar_file_with_care(home: Path, tmp_path: Path) -> None:
    path = tmp_path / "plan.ics"
    assert beikao("plan", "export", str(path), "--json").json()["weeks"] == 8
    assert path.read_bytes().startswith(b"BEGIN:VCALENDAR")
    path.write_text("mine")
    assert beikao("plan", "export", str(path)).code == 2 and path.read_text() == "mine"
    assert beikao("plan", "export", str(path), "--force").code == 0 and path.read_text() != "mine"
    out = beikao("plan", "export", "-", cwd=tmp_path)
    assert out.out.startswith("BEGIN:VCALENDAR") and not (tmp_path / "-").exists()
    refused = beikao("plan", "export", str(tmp_path))
    assert refused.code == 4 and "Traceback" not in refused.err


def test_minutes_a_day_are_the_calendars_wherever_they_are_set(home: Path) -> None:
    assert beikao("plan", "set", "--hours", "1").code == 0
    assert beikao("config", "minutes", "20").out == "minutes = 20\n"
    with open_desk() as d:
        assert plan.plan(d).calendar.week == (20,) * 7 and today(d).day.budget == 20


def test_monday() -> None:
    assert monday(date(2024, 2, 29)) == date(2024, 2, 26)
