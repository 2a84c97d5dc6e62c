"""Katas (手撕代码): a passed lab comes back weeks later as a blank file with a clock.

Scheduled by the `fsrs` library, as questions are, with two differences: a kata costs a quarter of an hour or more, so it waits until
recall is expected at `RETENTION`, not 90%; and the first one never comes within `FIRST`. Its memory begins with the lab's first
pass; every kata is one review, graded by the clock. A function of (course, events, now); it judges no code and keeps nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from beikao.coach.answers import annulled, in_order, of_type
from beikao.course import Course
from beikao.events import CodeJudged, CodeSubmitted, Event, HintTaken, KataGivenUp, KataStarted, ReferenceRevealed

RETENTION = 0.8  # recall at which it comes back: about three times the stability, by FSRS-6's curve
FIRST = timedelta(days=14)
MOST_DAYS = 90  # between two katas of a lab: after three quick ones the curve alone would wait for years
LASTS = timedelta(hours=24)  # a clock that nobody stopped counts as given up after a day
QUICK, SLOW = 0.5, 1.5  # of the clock's minutes: up to QUICK easy, up to 1 good, up to SLOW hard, beyond it again
AGAIN, HARD, GOOD, EASY = 1, 2, 3, 4


@dataclass(frozen=True)
class Try:
    """One kata that is over. `seconds` from the start to the submission that passed, None where it was given up or left."""

    began: datetime
    ended: datetime
    minutes: int
    seconds: float | None

    @property
    def grade(self) -> int:
        """1 again, 2 hard, 3 good, 4 easy."""
        return grade_of(self.seconds, self.minutes)


@dataclass(frozen=True)
class Kata:
    """`last` is when it was written last, `due` when it comes back; `began` is set while its clock runs, `event` is then the id of its
    kata.started; `minutes` are those on the clock."""

    lab: str
    minutes: int
    last: datetime
    due: datetime
    tries: tuple[Try, ...] = ()
    began: datetime | None = None
    event: str = ""


def grade_of(seconds: float | None, minutes: int) -> int:
    """1 again, 2 hard, 3 good, 4 easy, of a pass after so many seconds on a clock of so many minutes."""
    if seconds is None or seconds > 60 * SLOW * minutes:
        return AGAIN
    share = seconds / (60 * minutes)
    return EASY if share <= QUICK else GOOD if share <= 1 else HARD


def katas(course: Course, events: Iterable[Event], now: datetime) -> list[Kata]:
    """The katas of all labs that were passed, the most overdue first; those whose clock runs before them."""
    found = [_kata(slug, course.labs[slug].kata, past, now) for slug, past in _pasts(course, events).items()]
    return sorted((k for k in found if k is not None), key=lambda k: (k.began is None, k.due, k.lab))


@dataclass
class _Past:
    """What the record says of one lab: its first pass and the help before it, then the katas."""

    hints: int = 0
    revealed: bool = False
    passed: datetime | None = None
    started: list[tuple[Event, datetime | None]] = field(default_factory=list)  # (kata.started, when passed)
    given_up: dict[str, datetime] = field(default_factory=dict)


def _pasts(course: Course, events: Iterable[Event]) -> dict[str, _Past]:
    stream = in_order(events)
    gone, handed = annulled(stream), {e.id: e.at for e in of_type(stream, CodeSubmitted.TYPE)}
    found: dict[str, _Past] = {}
    told = (HintTaken.TYPE, ReferenceRevealed.TYPE, CodeJudged.TYPE, KataStarted.TYPE, KataGivenUp.TYPE)
    for event in of_type(stream, *told):
        kind, _, slug = str(event.data["unit"]).partition(":")
        if kind in ("lab", "kata") and slug in course.labs and course.labs[slug].kata and event.id not in gone:
            _tell(found.setdefault(slug, _Past()), kind, event, handed, gone)
    return found


def _tell(past: _Past, kind: str, event: Event, handed: dict[str, datetime], gone: set[str]) -> None:
    """Add what one event says."""
    if event.type == KataStarted.TYPE:
        past.started.append((event, None))
    elif event.type == KataGivenUp.TYPE:
        past.given_up.setdefault(event.data["event"], event.at)
    elif event.type == CodeJudged.TYPE:
        if event.data["verdict"].get("state") != "passed" or event.data["submission"] in gone:
            return
        at = handed.get(event.data["submission"], event.at)
        if kind == "kata" and past.started and past.started[-1][1] is None and at >= past.started[-1][0].at:
            past.started[-1] = (past.started[-1][0], at)
        elif kind == "lab" and past.passed is None:
            past.passed = at
    elif past.passed is None and kind == "lab":
        past.hints += event.type == HintTaken.TYPE
        past.revealed = past.revealed or event.type == ReferenceRevealed.TYPE


def _kata(slug: str, minutes: int, past: _Past, now: datetime) -> Kata | None:
    """None for a lab that was never passed."""
    if past.passed is None:
        return None
    tries, running = [], None
    for n, (event, passed) in enumerate(past.started):
        limit, until = int(event.data["minutes"]), event.at + LASTS
        stopped = past.given_up.get(event.id, until)
        ends = [until, max(stopped, event.at), *(e.at for e, _ in past.started[n + 1 : n + 2])]
        if passed is not None and passed <= until:
            tries.append(Try(event.at, passed, limit, (passed - event.at).total_seconds()))
        elif min(ends) <= now:
            tries.append(Try(event.at, min(ends), limit, None))
        else:
            running = event
    last = tries[-1].ended if tries else past.passed
    began, event_id = (running.at, running.id) if running else (None, "")
    return Kata(slug, minutes, last, _due(past, tries), tuple(tries), began, event_id)


def _due(past: _Past, tries: list[Try]) -> datetime:
    """When it comes back. The lab's pass counts as easy unaided, as good with hints, as hard with the reference."""
    from fsrs import Card, Rating, Scheduler

    assert past.passed is not None
    fsrs = Scheduler(desired_retention=RETENTION, learning_steps=(), relearning_steps=(), enable_fuzzing=False,
                     maximum_interval=MOST_DAYS)  # fmt: skip
    first = HARD if past.revealed else GOOD if past.hints else EASY
    at = past.passed.astimezone(UTC)
    card, _ = fsrs.review_card(Card(card_id=1, due=at), Rating(first), at)
    if not tries:
        return max(card.due, at + FIRST)
    for one in tries:
        at = max(one.ended.astimezone(UTC), at)
        card, _ = fsrs.review_card(card, Rating(one.grade), at)
    return card.due
