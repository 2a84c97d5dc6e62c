"""Thousands of random courses and calendars, in every zone's odd days; cuts against a search over everything; time zones and days."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import chain, combinations
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from beikao.coach import weeks
from beikao.coach.answers import day
from beikao.coach.calendar import MOST_A_DAY, Calendar, monday
from beikao.coach.plan import Item, Plan, broken, cuts, greedy, in_time_order, laid, overfull, settled, usable
from tests.coach.test_plan import calendars, courses

# instants about which a day has 23, 23.5, 24.5 or 25 hours, is missing altogether, or is a leap day or a year's end
ODD = [
    (datetime(2027, 3, 28, 1, tzinfo=UTC), "Europe/Berlin"),
    (datetime(2026, 10, 25, 1, tzinfo=UTC), "Europe/Berlin"),
    (datetime(2027, 3, 14, 10, tzinfo=UTC), "America/Los_Angeles"),
    (datetime(2026, 11, 1, 9, tzinfo=UTC), "America/Los_Angeles"),
    (datetime(2026, 10, 3, 15, 30, tzinfo=UTC), "Australia/Lord_Howe"),
    (datetime(2027, 4, 3, 15, tzinfo=UTC), "Australia/Lord_Howe"),
    (datetime(2011, 12, 30, 10, tzinfo=UTC), "Pacific/Apia"),
    (datetime(2028, 2, 29, 12, tzinfo=UTC), "Asia/Shanghai"),
    (datetime(2026, 12, 31, 12, tzinfo=UTC), "Pacific/Kiritimati"),
    (datetime(2026, 12, 31, 12, tzinfo=UTC), "Pacific/Niue"),
    (datetime(2027, 9, 5, 4, tzinfo=UTC), "America/Santiago"),  # midnight itself does not exist
]


def a_course(chance: random.Random) -> list[Item]:
    items: list[Item] = []
    for i in range(chance.randint(1, 30)):
        needs = tuple(x.ref for x in chance.sample(items, min(len(items), chance.randint(0, 3))))
        kind = chance.choice(("concept", "lab", "drill"))
        items.append(
            Item(f"{kind}:{i}", chance.choice((1, 30, 45, 60, 90, 600)), chance.randint(1, 4), needs, kind != "concept")
        )
    return items  # also with needs of a later stage


def a_calendar(chance: random.Random, start: date) -> Calendar:
    week = [0] * 7
    while not any(week):
        week = [chance.choice((0, 0, 1, 25, 60, 150, 960)) for _ in range(7)]
    off = frozenset(start + timedelta(days=chance.randint(0, 40)) for _ in range(chance.randint(0, 20)))
    return Calendar(tuple(week), off, start + timedelta(days=chance.randint(0, 120)) if chance.random() < 0.5 else None)


def is_a_plan(items: list[Item], plan: Plan, calendar: Calendar, start: date, spent: int) -> bool:
    """Whether it keeps to needs, capacity, days off, dates, minutes; the first day has lost what is spent."""
    done: dict[str, int] = {}
    today = 0
    for b in plan.blocks:
        done[b.ref] = done.get(b.ref, 0) + b.minutes
        today += b.minutes * (b.day == start)
        if b.day < start or b.day in calendar.off or not calendar.week[b.day.weekday()] or b.minutes <= 0:
            return False
    whole = {i.ref: i.minutes for i in items if i.ref not in plan.left}
    room = max(0, usable(calendar.minutes(start)) - spent)
    return (
        done == whole
        and today <= room
        and not broken(items, plan)
        and not overfull(plan, calendar)
        and in_time_order(plan)
    )


@pytest.mark.parametrize("seed", range(4))
def test_a_thousand_plans_each_keep_to_needs_capacity_days_off_and_dates(seed: int) -> None:
    chance = random.Random(seed)
    for n in range(1000):
        at, tz = chance.choice(ODD)
        start = day(at + timedelta(minutes=chance.randint(-3000, 3000)), tz)
        items, calendar, spent = a_course(chance), a_calendar(chance, start), chance.choice((0, 0, 20, 500))
        plan = greedy(items, calendar, start, spent)
        assert is_a_plan(items, plan, calendar, start, spent), (seed, n)
        was = {i.ref: monday(start) + timedelta(weeks=chance.randint(-1, 8)) for i in items if chance.random() < 0.8}
        pinned = {r for r in was if chance.random() < 0.1}
        kept = settled(
            items, laid(items, was, calendar, start, spent, last=pinned), calendar, start, spent, last=pinned
        )
        assert is_a_plan(items, kept, calendar, start, spent), (seed, n)
        if n % 10 == 0:
            found = weeks.improve(items, calendar, start, spent=spent, before=was, kept=kept, pinned=pinned)
            assert is_a_plan(items, found.plan, calendar, start, spent) and found.cost <= found.kept, (seed, n)


@given(courses(most=9), calendars(), st.integers(0, 300))
@settings(max_examples=150, deadline=None)
def test_cuts_are_enough_and_the_cheapest(items: list[Item], at: tuple[Calendar, date], spent: int) -> None:
    calendar, start = at
    items = [i if i.value < 30 else replace(i, minutes=i.minutes % 200 + 1) for i in items]
    found = cuts(items, calendar, start, spent)
    if found is None or calendar.until is None:
        return

    def fits(some: list[Item], other: Calendar) -> bool:
        plan = greedy(some, other, start, spent)
        assert other.until is not None
        return not plan.left and (plan.end is None or plan.end <= other.until)

    assert not fits(items, calendar)
    if found.later is not None:
        assert fits(items, replace(calendar, until=found.later))
        assert not fits(items, replace(calendar, until=found.later - timedelta(days=1)))
    if found.more is None:
        assert not fits(items, replace(calendar, week=tuple(MOST_A_DAY if m else 0 for m in calendar.week)))
    else:
        assert fits(items, calendar.fuller(found.more)) and not fits(items, calendar.fuller(found.more - 1))
        assert sum(calendar.fuller(found.more).week) <= sum(calendar.week) + found.more
    needed = {n for i in items for n in i.needs}
    free = [i for i in items if i.optional and i.ref not in needed]
    sets = [set(s) for s in chain.from_iterable(combinations(free, k) for k in range(len(free) + 1))]
    ways = [s for s in sets if fits([i for i in items if i not in s], calendar)]
    assert found.enough == bool(ways)
    if found.enough:
        dropped = {i for i in items if i.ref in found.drop}
        assert dropped in ways and len(dropped) == len(found.drop)
        assert sum(i.value for i in dropped) == min(sum(i.value for i in s) for s in ways)


def test_a_fuller_week_adds_what_it_says_to_the_days_of_study() -> None:
    assert Calendar((60, 0, 0, 30, 0, 0, 90)).fuller(7).week == (63, 0, 0, 32, 0, 0, 92)
    assert Calendar((900, 0, 0, 0, 0, 0, 0)).fuller(500).week == (960, 0, 0, 0, 0, 0, 0)


@given(st.sampled_from(ODD), st.integers(-4000, 4000))
def test_a_day_is_the_calendars_in_the_zone_however_long_it_is(odd: tuple[datetime, str], minutes: int) -> None:
    at, tz = odd[0] + timedelta(minutes=minutes), odd[1]
    local = at.astimezone(ZoneInfo(tz))
    assert day(at, tz) == date(local.year, local.month, local.day)
    for later in (timedelta(hours=23), timedelta(hours=25)):
        assert 0 <= (day(at + later, tz) - day(at, tz)).days <= 2 + (tz == "Pacific/Apia")


def test_days_of_23_and_25_hours_hold_as_many_minutes_as_any() -> None:
    for start in (date(2027, 3, 28), date(2026, 10, 25), date(2028, 2, 29), date(2026, 12, 31)):
        plan = greedy([Item("concept:a", 10**4, 1)], Calendar((60,) * 7), start)
        assert [b.minutes for b in plan.blocks[:5]] == [usable(60)] * 5
        assert [b.day for b in plan.blocks[:5]] == [start + timedelta(days=n) for n in range(5)]
