"""Which events count: the stream in order, less what was taken back or annulled.

Only types that this version knows are looked at; a newer one passes by. What an answer says is for others to decide.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from itertools import pairwise
from operator import attrgetter
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from beikao.events import Answer, AnswerGraded, AnswerUndone, CodeJudged, Corrected, Event, QuestionAnswered


class Ordered(list[Event]):
    """A stream in its total order, each event once. It does not change, so what was made of it is kept with it."""

    __slots__ = ("answers",)
    answers: dict[bool, list[Answer]]


def in_order(events: Iterable[Event]) -> Ordered:
    """The stream in its total order, whatever order it came in; the same event once."""
    if isinstance(events, Ordered):
        return events
    stream = list(events)
    if not all(a.at < b.at or (a.at == b.at and a.id < b.id) for a, b in pairwise(stream)):
        stream = sorted({e.id: e for e in stream}.values(), key=attrgetter("at", "id"))
    found = Ordered(stream)
    found.answers = {}
    return found


def answers(events: Iterable[Event], *, placement: bool = False) -> list[Answer]:
    """The answers that stand, in order: neither taken back nor annulled by a correction, each with its last grade. Those of a
    placement are another matter (they are neither study nor a card to review) and come only when asked for, alone."""
    ordered = in_order(events)
    if placement not in ordered.answers:
        ordered.answers[placement] = _answers(ordered, placement)
    return list(ordered.answers[placement])


def _answers(ordered: Ordered, placement: bool) -> list[Answer]:
    gone = annulled(ordered) | {e.data["event"] for e in ordered if e.type == AnswerUndone.TYPE}
    grades = {e.data["event"]: e.data["grade"] for e in ordered if e.type == AnswerGraded.TYPE}
    return [
        _answer(e, grades.get(e.id))
        for e in ordered
        if e.type == QuestionAnswered.TYPE and e.id not in gone and (e.data["mode"] == "placement") == placement
    ]


def annulled(events: Iterable[Event]) -> set[str]:
    """Ids of the events whose evidence a correction took away."""
    return {i for e in events if e.type == Corrected.TYPE for i in e.data["events"]}


def passed(events: Iterable[Event]) -> set[str]:
    """References of the labs and drills with a verdict `passed` that still stands."""
    stream = list(events)
    gone = annulled(stream)
    return {
        e.data["unit"]
        for e in stream
        if e.type == CodeJudged.TYPE
        and e.data["verdict"].get("state") == "passed"
        and not {e.id, e.data["submission"]} & gone
    }


def _answer(event: Event, grade: int | None) -> Answer:
    given = event.answer
    return given if grade is None else given._replace(data=QuestionAnswered(**{**event.data, "grade": grade}))


def zone(tz: str) -> ZoneInfo:
    """The time zone of that IANA name; UTC where this machine knows none of that name."""
    try:
        return ZoneInfo(tz)
    except (ZoneInfoNotFoundError, ValueError, OSError):  # OSError: "Asia" is a folder
        return ZoneInfo("UTC")


def day(at: datetime, tz: str) -> date:
    """The learner's day in which an instant lies."""
    return at.astimezone(zone(tz)).date()
