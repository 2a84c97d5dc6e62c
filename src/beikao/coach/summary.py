"""Derived state as plain values, and focused minutes by day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from beikao.coach.answers import in_order
from beikao.coach.memory import cards
from beikao.coach.standing import standings
from beikao.course import Course
from beikao.events import CodeJudged, Event

LONGEST_S = 300.0  # of one event: what lies beyond was probably not focus
JUDGED_S = 60.0  # a submission stands for a minute of work
DAYS = 7


def state(course: Course, events: Iterable[Event], now: datetime) -> dict[str, Any]:
    """Standings and cards as JSON values: the same for the same events, in whatever order they came."""
    stream = in_order(events)
    memory = {n: {**asdict(c), "due": c.due.isoformat()} for n, c in cards(course, stream).items()}
    standing = {
        slug: {**asdict(s), "labs_passed": list(s.labs_passed)} for slug, s in standings(course, stream).items()
    }
    return {"standings": standing, "cards": memory}


def week(events: Iterable[Event], now: datetime, tz: str) -> list[tuple[date, int]]:
    """(day, focused minutes) of the last seven days in the learner's time zone, oldest first."""
    zone = _zone(tz)
    today = now.astimezone(zone).date()
    seconds = {today - timedelta(days=i): 0.0 for i in range(DAYS)}
    for event in events:
        day = event.at.astimezone(zone).date()
        if day in seconds:
            seconds[day] += _seconds(event)
    return [(day, round(s / 60)) for day, s in sorted(seconds.items())]


def _seconds(event: Event) -> float:
    if event.type == CodeJudged.TYPE:
        return JUDGED_S
    return min(float(event.data.get("seconds") or 0.0), LONGEST_S)


def _zone(tz: str) -> ZoneInfo:
    try:
        return ZoneInfo(tz)
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")
