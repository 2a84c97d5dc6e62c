"""Derived state as plain values, and focused minutes by day. It keeps nothing: who stores a snapshot is not its concern."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import asdict
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from beikao.coach.answers import day, in_order, zone
from beikao.coach.focus import worked
from beikao.coach.memory import cards
from beikao.coach.standing import Standing, standings
from beikao.course import Course
from beikao.events import Event

DAYS = 7


def state(course: Course, events: Iterable[Event], now: datetime) -> dict[str, Any]:
    """Standings and cards as JSON values: the same for the same events, in whatever order they came."""
    stream = in_order(events)
    memory = {n: {**asdict(c), "due": c.due.isoformat()} for n, c in cards(course, stream).items()}
    standing = {slug: _plain(s) for slug, s in standings(course, stream, now).items()}
    return {"standings": standing, "cards": memory}


def _plain(standing: Standing) -> dict[str, Any]:
    when = standing.confirm_from
    return {**asdict(standing), "labs_passed": list(standing.labs_passed), "labs_due": list(standing.labs_due),
            "confirm_from": when.isoformat() if when else None}  # fmt: skip


def week(events: Iterable[Event], now: datetime, tz: str, days: int = DAYS) -> list[tuple[date, int]]:
    """(day, focused minutes) of the last `days` days in the learner's time zone, oldest first."""
    today = day(now, tz)
    seconds = {today - timedelta(days=back): 0.0 for back in range(days)}
    begins = datetime.combine(min(seconds), time(), zone(tz)).astimezone(UTC)
    every = worked(events)
    for event, _, took in every[bisect_left(every, begins, key=lambda w: w.event.at) :]:
        if (when := day(event.at, tz)) in seconds:
            seconds[when] += took
    return [(when, round(spent / 60)) for when, spent in sorted(seconds.items())]
