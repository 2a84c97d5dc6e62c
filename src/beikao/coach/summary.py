"""Derived state as plain values, and focused minutes by day. It keeps nothing: who stores a snapshot is not its concern."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from datetime import date, datetime, timedelta
from typing import Any

from beikao.coach.answers import day, in_order
from beikao.coach.memory import cards
from beikao.coach.standing import standings
from beikao.course import Course
from beikao.events import CodeJudged, Event, LessonRead, QuestionAnswered

LONGEST_S = 300.0  # of one event: what lies beyond was probably not focus
JUDGED_S = 60.0  # a submission stands for a minute of work
DAYS = 7


def state(course: Course, events: Iterable[Event], now: datetime) -> dict[str, Any]:
    """Standings and cards as JSON values: the same for the same events, in whatever order they came."""
    stream = in_order(events)
    memory = {n: {**asdict(c), "due": c.due.isoformat()} for n, c in cards(course, stream).items()}
    standing = {
        slug: {**asdict(s), "labs_passed": list(s.labs_passed)} for slug, s in standings(course, stream, now).items()
    }
    return {"standings": standing, "cards": memory}


def week(events: Iterable[Event], now: datetime, tz: str) -> list[tuple[date, int]]:
    """(day, focused minutes) of the last seven days in the learner's time zone, oldest first."""
    today = day(now, tz)
    seconds = {today - timedelta(days=back): 0.0 for back in range(DAYS)}
    for event in in_order(events):
        when = day(event.at, tz)
        if when in seconds:
            seconds[when] += _seconds(event)
    return [(when, round(spent / 60)) for when, spent in sorted(seconds.items())]


def _seconds(event: Event) -> float:
    if event.type == CodeJudged.TYPE:
        return JUDGED_S
    if event.type not in (LessonRead.TYPE, QuestionAnswered.TYPE):
        return 0.0
    return min(max(float(event.data["seconds"]), 0.0), LONGEST_S)
