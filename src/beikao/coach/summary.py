"""Derived state as plain values, and focused minutes by day. It keeps nothing: who stores a snapshot is not its concern."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import date, datetime, timedelta
from typing import Any

from beikao.coach.answers import day, in_order
from beikao.coach.memory import cards
from beikao.coach.standing import Standing, standings
from beikao.course import Course
from beikao.events import CodeJudged, Event, KataStarted, LessonRead, QuestionAnswered

LONGEST_S = 300.0  # of one event: what lies beyond was probably not focus
JUDGED_S = 60.0  # a submission stands for a minute of work
KATA_S = 3600.0  # of a kata's clock, which says how long one wrote
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
    clocks: dict[str, datetime] = {}  # unit of a kata -> where its time is counted to
    for event in in_order(events):
        when = day(event.at, tz)
        if when in seconds:
            seconds[when] += _on_the_clock(event, clocks) if _of_kata(event) else _seconds(event)
        if _of_kata(event):
            clocks[event.data["unit"]] = event.at
    return [(when, round(spent / 60)) for when, spent in sorted(seconds.items())]


def _of_kata(event: Event) -> bool:
    return event.type in (KataStarted.TYPE, CodeJudged.TYPE) and str(event.data["unit"]).startswith("kata:")


def _on_the_clock(event: Event, clocks: Mapping[str, datetime]) -> float:
    """Seconds since the kata was started or handed in last."""
    before = clocks.get(event.data["unit"])
    if event.type == KataStarted.TYPE or before is None:
        return 0.0
    return min((event.at - before).total_seconds(), KATA_S)


def _seconds(event: Event) -> float:
    if event.type == CodeJudged.TYPE:
        return JUDGED_S
    if event.type not in (LessonRead.TYPE, QuestionAnswered.TYPE):
        return 0.0
    return min(max(float(event.data["seconds"]), 0.0), LONGEST_S)
