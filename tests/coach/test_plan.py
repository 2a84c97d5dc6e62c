"""The plan: needs, capacity, days off and dates hold for any course and calendar; moves and cuts say what is true."""

from __future__ import annotations

import time
from collections import Counter
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from beikao.coach.calendar import Calendar, monday
from beikao.coach.plan import (
    LEAST,
    Item,
    Plan,
    Since,
    broken,
    cuts,
    fill,
    greedy,
    in_time_order,
    laid,
    moves,
    order,
    overfull,
    tidied,
    usable,
)
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
    kept = {"concept:a": "missed", "concept:gone": "gone", "concept:new": "new"}

    def why(since: Since) -> dict[str, str]:
        return {m.ref: m.why for m in moves(before, after, today=START, since=since)}

    assert why(Since()) == kept | {"concept:b": "pushed", "concept:c": "pushed"}
    assert why(Since(missed=50)) == kept | {"concept:b": "missed", "concept:c": "missed"}
    assert why(Since(missed=5, longer={"concept:b": 30})) == kept | {"concept:b": "longer", "concept:c": "longer"}
    assert why(Since(lost={this: 60}))["concept:b"] == "hours" and why(Since(lost={this: -60}))["concept:b"] == "pushed"
    assert why(Since(fresh=("goal", {"concept:new": 90})))["concept:b"] == "goal"
    back = {
        m.ref: m.why
        for m in moves(after, before, today=START, since=Since(missed=50, today=-60, longer={"concept:c": -9}))
    }
    assert back["concept:b"] == "ahead", "what is missed brings nothing forward"


@given(courses(), calendars(), st.integers(0, 400))
@settings(max_examples=200, deadline=None)
def test_days_without_crumbs_keep_each_units_minutes_weeks_and_the_days(
    items: list[Item], at: tuple[Calendar, date], spent: int
) -> None:
    calendar, start = at
    plan = greedy(items, calendar, start, spent)
    gone = min(spent, usable(calendar.minutes(start)))
    shown = Plan(tuple(tidied(plan.blocks, calendar, {start: gone})))
    whole = [Counter[str](), Counter[str]()]
    for count, blocks in zip(whole, (plan.blocks, shown.blocks), strict=True):
        for b in blocks:
            count[b.ref] += b.minutes
    assert whole[0] == whole[1] and shown.weeks() == plan.weeks()
    assert in_time_order(shown) and not broken(items, shown)
    for day in {b.day for b in shown.blocks}:
        assert sum(b.minutes for b in shown.blocks if b.day == day) <= calendar.minutes(day) - gone * (day == start)
    crumbs = [len([b for b in blocks if b.minutes < LEAST]) for blocks in (plan.blocks, shown.blocks)]
    assert crumbs[1] <= crumbs[0]


def test_a_crumb_joins_its_unit_on_another_day_or_grows() -> None:
    monday_ = date(2026, 11, 30)
    hour = Calendar((60,) * 7)  # 54 minutes for units
    plan = fill([Item("concept:a", 50, 1), Item("concept:b", 100, 1)], hour, monday_)
    assert [b.minutes for b in plan.blocks] == [50, 4, 54, 42]
    assert [(b.ref[-1], b.minutes) for b in tidied(plan.blocks, hour)] == [("a", 50), ("b", 58), ("b", 42)]
    plan = fill([Item("concept:a", 46, 1), Item("concept:b", 100, 1)], hour, monday_)
    assert [b.minutes for b in plan.blocks] == [46, 8, 54, 38]
    assert [b.minutes for b in tidied(plan.blocks, hour)] == [46, 10, 52, 38]
    assert [b.minutes for b in tidied(fill([Item("concept:c", 5, 1)], hour, monday_).blocks, hour)] == [5], (
        "the whole unit"
    )


def test_the_whole_course_at_once() -> None:
    items = units()
    assert len(items) == 257
    best = min(_timed(items) for _ in range(3))
    assert best < 0.05


def _timed(items: list[Item]) -> float:
    began = time.perf_counter()
    greedy(items, Calendar(), START)
    return time.perf_counter() - began
