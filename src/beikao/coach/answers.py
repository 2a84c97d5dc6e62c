"""Which answers count: the answers of a stream less those taken back or annulled."""

from __future__ import annotations

from collections.abc import Iterable

from beikao.events import AnswerUndone, Corrected, Event, QuestionAnswered


def in_order(events: Iterable[Event]) -> list[Event]:
    """The stream in its total order, whatever order it came in; the same event once."""
    return sorted({e.id: e for e in events}.values(), key=lambda e: e.order)


def answers(events: Iterable[Event]) -> list[Event]:
    """question.answered events that still stand, in order."""
    ordered = in_order(events)
    gone: set[str] = set()
    for event in ordered:
        if event.type == AnswerUndone.TYPE:
            gone.add(event.data["event"])
        elif event.type == Corrected.TYPE:
            gone.update(event.data["events"])
    return [e for e in ordered if e.type == QuestionAnswered.TYPE and e.id not in gone]
