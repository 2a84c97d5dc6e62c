"""The plan: needs, capacity, days off and dates hold for any course and calendar; moves and cuts say what is true."""

from __future__ import annotations

import time
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from beikao.coach.calendar import Calendar, monday
from beikao.coach.plan import Item, broken, cuts, fill, greedy, in_time_order, laid, moves, order, overfull, usable
from tests.coach.blueprint import units

START = date(2026, 11, 28)
dates = st.dates(date(2023, 12, 1), date(2029, 3, 1))  # leap days, year ends, summer time of every zone


@st.composite
def courses(draw: st.DrawFn, most: int = 25) -> list[Item]:
    n = draw(st.integers(1, most))
    items: list[Item] = []
    stage = 1
    for i in range(n):
        stage = min(4, stage + draw(st.integers(0, 1)) * (draw(st.integers(0, 3)) == 0))
        needs = draw(st.lists(st.integers(0, i - 1), max_size=3, unique=True)) if i else []
        kind = draw(st.sampled_from(("concept", "lab", "drill")))
        items.append(
            Item(
                f"{kind}:{i}", draw(st.integers(1, 500)), stage, tuple(items[n].ref for n in needs), draw(st.booleans())
            )
        )
    return items


@st.composite
def calendars(draw: st.DrawFn) -> tuple[Calendar, date]:
    start = draw(dates)
    week = draw(st.lists(st.integers(0, 300), min_size=7, max_size=7).filter(any))
    off = draw(st.frozensets(st.integers(0, 60).map(lambda n: start + timedelta(days=n)), max_size=20))
    until = draw(st.none() | st.integers(1, 90).map(lambda n: start + timedelta(days=n)))
    return Calendar(tuple(week), off, until), start


@given(courses(), calendars(), st.integers(0, 400))
@settings(max_examples=300, deadline=None)
def test_any_plan_respects_needs_capacity_days_off_and_dates(
    items: list[Item], at: tuple[Calendar, date], spent: int
) -> None:
    calendar, start = at
    plan = greedy(items, calendar, start, spent)
    assert not broken(items, plan) and not overfull(plan, calendar) and in_time_order(plan)
    assert all(b.day >= start and calendar.minutes(b.day) and b.minutes > 0 for b in plan.blocks)
    done: dict[str, int] = {}
    for block in plan.blocks:
        done[block.ref] = done.get(block.ref, 0) + block.minutes
    assert done == {i.ref: i.minutes for i in items if i.ref not in plan.left}
    stages = [next(i.stage for i in items if i.ref == b.ref) for b in plan.blocks]
    needs_allow = all(n.stage <= i.stage for i in items for n in items if n.ref in i.needs)
    assert not needs_allow or stages == sorted(stages)


@given(courses(), calendars())
@settings(max_examples=100, deadline=None)
def test_the_same_weeks_give_the_same_plan(items: list[Item], at: tuple[Calendar, date]) -> None:
    calendar, start = at
    plan = greedy(items, calendar, start)
    again = laid(items, plan.weeks(), calendar, start)
    assert again.weeks() == plan.weeks()
    assert moves(plan.weeks(), again.weeks(), today=start) == []


@given(courses(), calendars())
@settings(max_examples=150, deadline=None)
def test_each_cut_is_enough_by_itself(items: list[Item], at: tuple[Calendar, date]) -> None:
    calendar, start = at
    found = cuts(items, calendar, start)
    if calendar.until is None:
        assert found is None
        return
    plan = greedy(items, calendar, start)
    late = bool(plan.left) or (plan.end is not None and plan.end > calendar.until)
    assert (found is not None) == late
    if found is not None and found.enough:
        rest = [i for i in items if i.ref not in found.drop]
        assert all(i.optional for i in items if i.ref in found.drop)
        assert not any(n in found.drop for i in rest for n in i.needs)
        assert cuts(rest, calendar, start) is None
    if found is not None and found.later is not None:
        assert cuts(items, Calendar(calendar.week, calendar.off, found.later), start) is None


def test_a_longer_item_is_split_over_days() -> None:
    plan = fill([Item("lab:a", 100, 1)], Calendar((40,) * 7), START)
    assert [b.minutes for b in plan.blocks] == [36, 36, 28]
    assert usable(40) == 36


def test_no_time_at_all_leaves_everything() -> None:
    plan = greedy([Item("concept:a", 10, 1)], Calendar((0,) * 7), START)
    assert plan.left == ("concept:a",) and plan.end is None


def test_a_circle_is_refused() -> None:
    with pytest.raises(ValueError, match="circle"):
        order([Item("concept:a", 1, 1, ("concept:b",)), Item("concept:b", 1, 1, ("concept:a",))])


def test_a_lab_follows_on_what_it_needs() -> None:
    items = [Item("concept:a", 60, 1), Item("concept:b", 60, 1), Item("lab:x", 60, 1, ("concept:a",))]
    assert [i.ref for i in order(items)] == ["concept:a", "lab:x", "concept:b"]


def test_reasons() -> None:
    this, next_ = monday(START), monday(START) + timedelta(weeks=1)
    before = {"concept:a": this - timedelta(weeks=1), "concept:b": this, "concept:c": this, "concept:gone": this}
    after = {"concept:a": this, "concept:b": next_, "concept:c": next_, "concept:new": this}
    found = {m.ref: m.why for m in moves(before, after, today=START, longer={"concept:b": 1.5})}
    assert found == {
        "concept:a": "missed",
        "concept:b": "longer",
        "concept:c": "pushed",
        "concept:gone": "gone",
        "concept:new": "new",
    }
    assert {m.why for m in moves(before, after, today=START, hours=True)} == {"missed", "hours", "gone", "new"}


def test_the_whole_course_at_once() -> None:
    items = units()
    assert len(items) == 257
    best = min(_timed(items) for _ in range(3))
    assert best < 0.05


def _timed(items: list[Item]) -> float:
    began = time.perf_counter()
    greedy(items, Calendar(), START)
    return time.perf_counter() - began
