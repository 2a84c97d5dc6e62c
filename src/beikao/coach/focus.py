"""Seconds of work, from what the record says: which unit they went to, and when.

An event stands for its own seconds (the page counts them while it is seen and something is done on it), never for more than
went by since the learner's event before it: so what two say they took is not counted twice. A submission without seconds, from
the command line, stands for the time since the event before, at most HALF_HOUR; the clock of a kata for an hour.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import NamedTuple

from beikao.coach.answers import in_order
from beikao.events import (
    CauseNamed,
    CodeSubmitted,
    Event,
    HintTaken,
    LessonRead,
    QuestionAnswered,
    ReferenceRevealed,
)

HALF_HOUR, KATA_S = 1800.0, 3600.0
TIMED = (LessonRead.TYPE, QuestionAnswered.TYPE, CodeSubmitted.TYPE)
UNTIMED = (HintTaken.TYPE, ReferenceRevealed.TYPE)


class Worked(NamedTuple):
    """`ref` is the unit the work went to (`concept:svd`, `lab:gd-edge`), empty for reviews and placements."""

    event: Event
    ref: str
    seconds: float


def worked(events: Iterable[Event]) -> list[Worked]:
    """Every event that stands for work, in order."""
    ordered = in_order(events)
    return ordered.keep(
        "worked", (), lambda: list(_worked(ordered, None)), lambda old, since: [*old, *_go_on(ordered, since)]
    )


def _go_on(ordered: list[Event], since: list[Event]) -> Iterator[Worked]:
    """Those of the last events of a stream, the first of which may end work begun before."""
    earlier = ordered[: len(ordered) - len(since)]
    return _worked(since, next((e.at for e in reversed(earlier) if e.type != CauseNamed.TYPE), None))


def _worked(events: Iterable[Event], before: datetime | None) -> Iterator[Worked]:
    for event in events:
        if event.type in TIMED or event.type in UNTIMED:
            gap = (event.at - before).total_seconds() if before is not None else None
            yield Worked(event, _ref(event), _seconds(event, gap))
        if event.type != CauseNamed.TYPE:  # it comes with a submission, which has the seconds
            before = event.at


def _seconds(event: Event, gap: float | None) -> float:
    own = event.data.get("seconds")
    if own is None:
        most = KATA_S if str(event.data["unit"]).startswith("kata:") else HALF_HOUR
        return min(gap or 0.0, most)
    took = max(float(own), 0.0)
    return took if gap is None else min(took, gap)


def _ref(event: Event) -> str:
    if event.type == LessonRead.TYPE:
        return f"concept:{event.data['concept']}"
    if event.type == QuestionAnswered.TYPE:
        at_lesson = event.data["mode"] in ("lesson", "practice")
        return f"concept:{event.data['question'].partition('/')[0]}" if at_lesson else ""
    return str(event.data["unit"]).partition("#")[0]
