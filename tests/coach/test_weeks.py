"""A better order of weeks: between its bound and the plan it started from, against all orders of small courses; moves have their price."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import accumulate

from hypothesis import given, settings
from hypothesis import strategies as st

from beikao.coach import weeks
from beikao.coach.calendar import Calendar, monday
from beikao.coach.exchange import Stage, in_weeks
from beikao.coach.plan import Item, Plan, broken, fill, greedy, in_time_order, laid, overfull, settled
from tests.coach.blueprint import track, units
from tests.coach.test_plan import START, calendars, courses

BUSY = Calendar((60,) * 7)


def monotone(items: list[Item]) -> list[Item]:
    """The same with every stage at least that of its needs, as the course's own."""
    stage: dict[str, int] = {}
    for item in items:
        stage[item.ref] = max([item.stage, *(stage[n] for n in item.needs)])
    return [replace(i, stage=stage[i.ref]) for i in items]


def orders(items: list[Item]) -> Iterator[list[Item]]:
    """All orders that respect needs and keep the stages apart."""
    if not items:
        yield []
        return
    here, low = {i.ref for i in items}, min(i.stage for i in items)
    for item in items:
        if item.stage == low and not here.intersection(item.needs):
            for rest in orders([i for i in items if i is not item]):
                yield [item, *rest]


def cost(items: list[Item], plan: Plan, start: date, was: dict[str, date], pinned: set[str]) -> int:
    """What is minimised, written out."""
    total, at = 0, plan.weeks()
    for item in items:
        if item.ref in at:
            total += item.value * ((at[item.ref] - monday(start)).days // 7)
            if item.ref in was:
                price = weeks.PINNED if item.ref in pinned else weeks.CHURN
                total += price * abs((at[item.ref] - was[item.ref]).days // 7)
    return total


@given(courses(most=6), calendars())
@settings(max_examples=150, deadline=None)
def test_between_the_bound_and_the_best_of_all_orders(items: list[Item], at: tuple[Calendar, date]) -> None:
    calendar, start = at
    items = monotone(items)
    if greedy(items, calendar, start).left:
        return
    found = weeks.improve(items, calendar, start)
    best = min(cost(items, fill(row, calendar, start), start, {}, set()) for row in orders(items))
    assert found.bound <= best + 1e-6
    assert best <= found.cost <= found.kept == cost(items, greedy(items, calendar, start), start, {}, set())
    assert found.cost == cost(items, found.plan, start, {}, set())


def test_small_courses_are_ordered_within_a_percent_of_the_best_order() -> None:
    """A hundred random courses of six units in busy weeks; the best of all their orders, added up, and no course more than a tenth off."""
    chance, total, best = random.Random(5), 0, 0
    for _ in range(100):
        kinds = ["concept", *chance.choices(("concept", "lab"), k=5)]
        items = [
            Item(f"{kind}:{i}", chance.randint(20, 400), 1, ("concept:0",) if i and chance.random() < 0.4 else ())
            for i, kind in enumerate(kinds)
        ]
        found = weeks.improve(items, BUSY, START)
        least = min(cost(items, fill(row, BUSY, START), START, {}, set()) for row in orders(items))
        assert found.cost <= 1.1 * least
        total, best = total + found.cost, best + least
    assert total <= 1.01 * best


def test_a_short_unit_behind_one_that_has_no_room_comes_in() -> None:
    """Two minutes a week for five years: the long unit has no room, the short one that was to come after it has."""
    items = [Item(f"concept:{n}", 300 if n == 2 else 1, 1, ()) for n in range(3)]
    calendar, start = Calendar((0, 0, 0, 0, 0, 0, 2), frozenset(), None), date(2023, 12, 1)
    was = {"concept:0": start, "concept:1": start + timedelta(weeks=1), "concept:2": start}
    kept = settled(items, laid(items, was, calendar, start), calendar, start)
    assert kept.left == ("concept:2",)
    assert laid(items, kept.weeks(), calendar, start).weeks() == kept.weeks()


@given(courses(), calendars(), st.integers(0, 300), st.data())
@settings(max_examples=200, deadline=None)
def test_a_replan_is_a_plan_and_never_worse_than_keeping(
    items: list[Item], at: tuple[Calendar, date], spent: int, data: st.DataObject
) -> None:
    calendar, start = at
    was = {i.ref: monday(start) + timedelta(weeks=data.draw(st.integers(-2, 12))) for i in items}
    pinned = set(data.draw(st.lists(st.sampled_from([i.ref for i in items]), max_size=3)))
    kept = settled(items, laid(items, was, calendar, start, spent, last=pinned), calendar, start, spent, last=pinned)
    found = weeks.improve(items, calendar, start, spent=spent, before=was, kept=kept, pinned=pinned)
    assert found.kept == cost(items, kept, start, was, pinned)
    assert found.cost == cost(items, found.plan, start, was, pinned) <= found.kept
    assert not broken(items, found.plan) and not overfull(found.plan, calendar) and in_time_order(found.plan)
    assert sorted({b.ref for b in found.plan.blocks} | set(found.plan.left)) == sorted(i.ref for i in items)
    assert found.plan.left == kept.left
    again = laid(items, found.plan.weeks(), calendar, start, spent, last=pinned)
    assert again.weeks() == found.plan.weeks(), "the next view shows no move that was not taken"


def test_the_spine_is_within_two_percent_of_its_bound() -> None:
    items = units(track("spine"))
    found = weeks.improve(items, Calendar(), START)
    assert not broken(items, found.plan) and not overfull(found.plan, Calendar())
    assert 0 < found.bound <= found.cost < found.kept
    assert found.gap < 0.02 < found.kept / found.bound - 1


def test_a_replan_moves_little() -> None:
    items = units(track("spine"))
    base = weeks.improve(items, Calendar(), START).plan.weeks()
    later = START + timedelta(days=3)  # three days missed
    kept = settled(items, laid(items, base, Calendar(), later), Calendar(), later)
    found = weeks.improve(items, Calendar(), later, before=base, kept=kept)
    free = weeks.improve(items, Calendar(), later)
    assert _moved(base, found.plan.weeks()) <= _moved(base, kept.weeks()) < _moved(base, free.plan.weeks())


def _moved(a: dict[str, date], b: dict[str, date]) -> int:
    return sum(abs((a[r] - b[r]).days) // 7 for r in a)


def test_a_pinned_unit_stays_where_the_learner_put_it() -> None:
    items = [Item(f"concept:{i}", 200, 1) for i in range(6)] + [Item("lab:x", 200, 1)]
    base = greedy(items, BUSY, START).weeks()
    base["lab:x"] = max(base.values())
    kept = settled(items, laid(items, base, BUSY, START, last={"lab:x"}), BUSY, START, last={"lab:x"})
    assert kept.weeks()["lab:x"] == base["lab:x"]
    free = weeks.improve(items, BUSY, START, before=base, kept=kept)
    held = weeks.improve(items, BUSY, START, before=base, kept=kept, pinned={"lab:x"})
    assert free.plan.weeks()["lab:x"] < base["lab:x"] == held.plan.weeks()["lab:x"]


def test_without_a_look_the_order_stays_and_the_first_looks_only_help() -> None:
    items = units(track("spine"))
    plan = greedy(items, Calendar(), START)
    work = weeks.Work.of(items, plan, Calendar(), START)
    for refs, stage in work.stages():
        prices = [_price(stage, in_weeks(stage, refs, looks)) for looks in (0, 1, 5, 200)]
        assert in_weeks(stage, refs, 0) == list(refs) and prices == sorted(prices, reverse=True)
    assert [cost for cost, _ in work.by_stage(plan)] == [_price(stage, refs) for refs, stage in work.stages()]


def _price(stage: Stage, refs: Sequence[str]) -> int:
    ends = accumulate((stage.minutes[r] for r in refs), initial=stage.used)
    return sum(stage.price[r][stage.week[end]] for r, end in zip(refs, list(ends)[1:], strict=True))
