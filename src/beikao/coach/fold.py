"""What memory holds, folded forward from the events: a card for each concept, kept between calls and grown by what is new.

A card is a function of the set of events, in whatever order they come: an event of today folds one day, one of long ago (an import,
an answer taken back) folds again from its day on. Nothing is stored; a call without anything kept folds from the beginning.

The answers of a learner's day to one concept are one review of it, graded by the mean of the grades of the day's first answers to each
question, rounded down. What a success gives to other concepts is `beikao.coach.credit`; the day a card comes back on is moved within
the spread below, to a neighbouring day that has more room.
"""

from __future__ import annotations

import threading
from bisect import bisect_left, insort
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from beikao.coach import credit
from beikao.coach.answers import zone
from beikao.coach.calendar import Calendar
from beikao.coach.forgetting import AGAIN, EASY, GOOD, HARD, WEIGHTS, Forgetting
from beikao.course import Course
from beikao.events import (
    AnswerGraded,
    AnswerUndone,
    CalendarSet,
    Corrected,
    Event,
    MemoryFitted,
    MemoryUnfitted,
    QuestionAnswered,
)

PARTLY = 0.6  # credit from which an answer that is not right is hard rather than forgotten
QUICK, SLOW = 1 / 3, 3.0  # times the question's own minutes
AN_HOUR = 20  # reviews that fit into an hour's study, at most
KEPT = 8  # learners whose fold is kept in memory
ROUND_DAY = 60  # minutes of a day where no calendar was set
PLANNED = 0.09  # of a day's minutes: what the plan keeps for reviews
SPREAD = (
    (2.5, 7.0, 0.15),
    (7.0, 20.0, 0.1),
    (20.0, float("inf"), 0.05),
)  # FSRS's own range of fuzz, used without chance

Load = defaultdict[int, int]  # day -> cards that come back on it


class Held(NamedTuple):
    """A concept in memory. Days are ordinals of the learner's calendar. `last` is the day recall counts from (a fraction after a
    part of a review), `own` that of the last review of its own, `due` when it comes back, `bar` the day credit cannot push it beyond."""

    stability: float
    difficulty: float
    last: float
    own: int
    due: int
    bar: int
    reviews: int


class Given(NamedTuple):
    """An answer: `auto` is the grade that follows from credit, hints and time; `own` what came with it, if any."""

    order: tuple[Any, str]
    question: str
    auto: int
    own: int | None
    review: bool


@dataclass(frozen=True)
class View:
    """A fold at rest: nothing in it changes any more. `last_asked` is question -> order of its last standing answer."""

    held: Mapping[str, Held]
    model: Forgetting
    calendar: Calendar | None
    tz: str
    reviewed: Mapping[int, int]
    last_asked: Mapping[str, tuple[Any, str]]
    answers: Mapping[str, int]


def grade_of(credit: float, hints: int, seconds: float, budget_s: float | None, *, again: bool, review: bool) -> int:
    """1 again, 2 hard, 3 good, 4 easy, from credit, hints and seconds. `budget_s` is the question's own time, None for one that is no
    longer in the course; `again` says that it is not the first attempt. Easy is said of reviews only: an answer given just after
    reading tells little of what will be there in a week."""
    if credit < 1.0:
        return HARD if credit >= PARTLY else AGAIN
    if hints > 0 or (budget_s and seconds > SLOW * budget_s):
        return HARD
    quick = bool(budget_s) and 0.0 < seconds <= QUICK * (budget_s or 0.0)
    return EASY if quick and review and not again else GOOD


class Fold:
    """The fold of one learner on one course. `take` any number of events in any order; `view` says what they come to."""

    def __init__(self, course: Course) -> None:
        self._budgets = {
            f"{c.slug}/{q.slug}": q.minutes * 60.0 for c in course.concepts.values() for q in c.questions.values()
        }
        self._shares, self._also = credit.shares(course), credit.also(course)
        self._seen: set[str] = set()
        self._zones: dict[str, ZoneInfo] = {}
        self._days: dict[int, dict[str, list[Given]]] = {}
        self._gone: set[str] = set()
        self._grades: dict[str, tuple[tuple[Any, str], int]] = {}
        self._calendars: list[tuple[tuple[Any, str], int, Calendar]] = []
        self._fits: list[tuple[tuple[Any, str], str, tuple[float, ...]]] = []
        self._unfitted: set[str] = set()
        self._where: tuple[tuple[Any, str] | None, str] = (None, "UTC")
        self._model = Forgetting()
        self._reviewed, self._answers = Counter[int](), Counter[str]()
        self._asked: dict[str, list[tuple[Any, str]]] = {}  # question -> orders of its standing answers
        self._given: dict[str, tuple[int, Given]] = {}
        self._marks: list[tuple[int, dict[str, Held], Load]] = []  # after each day: (day, cards, load by day)
        self._stale: int | None = None
        self._view: View | None = None

    # ---- events

    def take(self, event: Event) -> None:
        """Add one event; the same event twice counts once."""
        if event.id in self._seen:
            return
        self._seen.add(event.id)
        handle = _HANDLERS.get(event.type)
        if handle:
            handle(self, event)
            self._view = None

    def _answered(self, event: Event) -> None:
        data = event.data
        mode, name, order = data["mode"], data["question"], event.order
        if mode == "placement":
            return
        when, review = self._day(event), mode == "review"
        credit = 0.0 if data.get("revealed") else float(data["credit"])
        auto = grade_of(credit, data.get("hints", 0), data["seconds"], self._budgets.get(name),
                        again=data["attempt"] != 1, review=review)  # fmt: skip
        given = Given(order, name, auto, data.get("grade"), review)
        entries = self._days.setdefault(when, {}).setdefault(name.partition("/")[0], [])
        if entries and entries[-1] > given:
            insort(entries, given)
        else:
            entries.append(given)
        self._given[event.id] = (when, given)
        if event.id not in self._gone:
            self._count(when, given, 1)
        if self._where[0] is None or order > self._where[0]:
            self._where = (order, event.tz)
        self._mark_stale(when)

    def _day(self, event: Event) -> int:
        """The ordinal of the learner's day in which an event lies."""
        if event.tz not in self._zones:
            self._zones[event.tz] = zone(event.tz)
        return event.at.astimezone(self._zones[event.tz]).toordinal()

    def _undone(self, event: Event) -> None:
        self._take_away(event.data["event"])

    def _corrected(self, event: Event) -> None:
        for name in event.data["events"]:
            self._take_away(name)

    def _take_away(self, event_id: str) -> None:
        if event_id not in self._gone:
            self._gone.add(event_id)
            if event_id in self._given:
                self._count(*self._given[event_id], -1)
        self._mark_stale(self._day_for(event_id))

    def _count(self, when: int, given: Given, sign: int) -> None:
        orders = self._asked.setdefault(given.question, [])
        if sign < 0:
            orders.remove(given.order)
        elif orders and orders[-1] > given.order:
            insort(orders, given.order)
        else:
            orders.append(given.order)
        self._answers[given.question.partition("/")[0]] += sign
        self._reviewed[when] += sign * given.review

    def _day_for(self, event_id: str) -> int | None:
        return self._given[event_id][0] if event_id in self._given else None

    def _graded(self, event: Event) -> None:
        name = event.data["event"]
        if name not in self._grades or event.order > self._grades[name][0]:
            self._grades[name] = (event.order, event.data["grade"])
            self._mark_stale(self._day_for(name))

    def _calendar_set(self, event: Event) -> None:
        row = (event.order, self._day(event), Calendar.of(event.data))
        insort(self._calendars, row, key=lambda r: r[0])
        self._mark_stale(row[1])

    def _fitted(self, event: Event) -> None:
        insort(self._fits, (event.order, event.id, tuple(event.data["weights"])), key=lambda r: r[0])
        self._new_weights()

    def _unfit(self, event: Event) -> None:
        self._unfitted.add(event.data["event"])
        self._new_weights()

    def _new_weights(self) -> None:
        weights = next((w for _, name, w in reversed(self._fits) if name not in self._unfitted), WEIGHTS)
        try:
            model = Forgetting(weights)
        except ValueError:  # of a record that was not made here
            model = Forgetting()
        if model.weights != self._model.weights:
            self._model = model
            self._mark_stale(0)

    def _mark_stale(self, when: int | None) -> None:
        if when is not None and (self._stale is None or when < self._stale):
            self._stale = when

    # ---- the fold

    def view(self) -> View:
        """What the events so far come to."""
        if self._view is None:
            self._fold()
            held = self._marks[-1][1] if self._marks else {}
            asked = {name: orders[-1] for name, orders in self._asked.items() if orders}
            calendar = self._calendars[-1][2] if self._calendars else None
            self._view = View(
                held, self._model, calendar, self._where[1], dict(self._reviewed), asked, dict(self._answers)
            )
        return self._view

    def _fold(self) -> None:
        if self._stale is None:
            return
        stale, self._stale = self._stale, None
        while self._marks and self._marks[-1][0] >= stale:
            self._marks.pop()
        for when in sorted(d for d in self._days if d >= stale):
            _, held, load = self._marks[-1] if self._marks else (0, {}, Load(int))
            self._marks.append((when, *self._one_day(when, held, load)))

    def reviews(self) -> list[tuple[int, str, int]]:
        """(day, concept, grade) of every day on which a concept was reviewed itself, in that order."""
        found = []
        for when, concepts in sorted(self._days.items()):
            for concept, entries in sorted(concepts.items()):
                if first := self._first_answers(entries):
                    found.append((when, concept, sum(first.values()) // len(first)))
        return found

    def before(self, asked: Iterable[tuple[int, str]]) -> list[float]:
        """The chance of recall of each (day, concept) on the morning of that day; 1 for a concept without a card yet."""
        self._fold()
        days, found = [when for when, _, _ in self._marks], []
        for when, concept in asked:
            n = bisect_left(days, when)
            held = self._marks[n - 1][1].get(concept) if n else None
            found.append(self._model.recall(held.stability, max(0.0, when - held.last)) if held else 1.0)
        return found

    def regraded(self, event_id: str) -> dict[int, Held]:
        """grade -> its concept, had this standing answer been graded so."""
        self._fold()
        when, given = self._given[event_id]
        concept, kept, found = given.question.partition("/")[0], self._grades.get(event_id), {}
        before = next(((h, load) for d, h, load in reversed(self._marks) if d < when), ({}, Load(int)))
        for grade in (AGAIN, HARD, GOOD, EASY):
            self._grades[event_id] = (given.order, grade)
            held, load = before
            for later in sorted(d for d in self._days if d >= when):
                held, load = self._one_day(later, held, load)
            found[grade] = held[concept]
        del self._grades[event_id]
        if kept:
            self._grades[event_id] = kept
        return found

    def _one_day(self, when: int, before: Mapping[str, Held], booked: Load) -> tuple[dict[str, Held], Load]:
        """Cards and load after a day; those before it are left as they are."""
        held, load = dict(before), Load(int, {day: count for day, count in booked.items() if count and day >= when})
        calendar = next((c for _, since, c in reversed(self._calendars) if since <= when), None)
        parts: dict[str, float] = {}
        reviewed = set()
        for concept, entries in sorted(self._days[when].items()):
            first = self._first_answers(entries)
            if not first:
                continue
            reviewed.add(concept)
            grade = sum(first.values()) // len(first)
            self._review(when, concept, grade, held, load, calendar)
            if grade >= GOOD:
                self._give(concept, first, parts)
        for concept in sorted(parts.keys() & held.keys() - reviewed):
            self._use(when, concept, parts[concept], held, load)
        return held, load

    def _first_answers(self, entries: Iterable[Given]) -> dict[str, int]:
        """question -> grade of the first standing answer of the day to it."""
        first: dict[str, int] = {}
        for given in entries:
            name = given.order[1]
            if name not in self._gone and given.question not in first:
                first[given.question] = self._grade(given)
        return first

    def _grade(self, given: Given) -> int:
        own = self._grades[given.order[1]][1] if given.order[1] in self._grades else given.own
        return own if own in (AGAIN, HARD, GOOD, EASY) else given.auto

    def graded(self, event_id: str) -> int:
        """The grade of a standing answer. Raises KeyError."""
        if event_id in self._gone:
            raise KeyError(event_id)
        return self._grade(self._given[event_id][1])

    def _give(self, concept: str, first: Mapping[str, int], parts: dict[str, float]) -> None:
        """The largest part of a review that each other concept is given on a day."""
        for other, part in self._shares.get(concept, {}).items():
            parts[other] = max(part, parts.get(other, 0.0))
        for question, grade in first.items():
            for other in self._also.get(question, ()) if grade >= GOOD else ():
                parts[other] = max(credit.NEED, parts.get(other, 0.0))

    def _review(self, when: int, concept: str, grade: int, held: dict[str, Held], load: Load,
                calendar: Calendar | None) -> None:  # fmt: skip
        old, model = held.get(concept), self._model
        if old is None:
            stability, difficulty = model.first(grade)
        else:
            stability, difficulty = model.after(old.stability, old.difficulty, grade, when - old.last)
            load[old.due] -= 1
        days = model.interval(stability)
        due = when + with_room(days, when, load, calendar)
        load[due] += 1
        bar = when + int(credit.FARTHEST * days)
        held[concept] = Held(stability, difficulty, when, when, due, bar, old.reviews + 1 if old else 1)

    def _use(self, when: int, concept: str, part: float, held: dict[str, Held], load: Load) -> None:
        before, difficulty, since, own, was_due, bar, reviews = held[concept]
        stability, last = credit.used(self._model, before, difficulty, since, when, part)
        due = min(int(last) + self._model.interval(stability), bar)
        if due > was_due:
            load[was_due] -= 1
            load[due] += 1
        else:
            due = was_due
        held[concept] = Held(stability, difficulty, last, own, due, bar, reviews)


_HANDLERS: dict[str, Callable[[Fold, Event], None]] = {
    QuestionAnswered.TYPE: Fold._answered,
    AnswerUndone.TYPE: Fold._undone,
    AnswerGraded.TYPE: Fold._graded,
    Corrected.TYPE: Fold._corrected,
    CalendarSet.TYPE: Fold._calendar_set,
    MemoryFitted.TYPE: Fold._fitted,
    MemoryUnfitted.TYPE: Fold._unfit,
}


# ---- a day's room


def minutes_of(calendar: Calendar | None, when: int) -> int:
    """Minutes of study on a day."""
    return ROUND_DAY if calendar is None else calendar.minutes(date.fromordinal(when))


def most(calendar: Calendar | None, when: int) -> int:
    """Reviews asked for on a day at most: twenty an hour of its study; none on a day off."""
    return -(-AN_HOUR * minutes_of(calendar, when) // 60)


def planned(calendar: Calendar | None, when: int) -> int:
    """Reviews, of a minute each, that the plan keeps room for on a day."""
    return -(-int(100 * PLANNED) * minutes_of(calendar, when) // 100)


def with_room(days: int, when: int, load: Mapping[int, int], calendar: Calendar | None) -> int:
    """The interval in days, moved within FSRS's range of fuzz to the day whose planned reviews are least exceeded; the nearest of those
    that have room. No chance in it: the same load gives the same day."""
    if days < SPREAD[0][0] or load.get(when + days, 0) < planned(calendar, when + days):
        return days
    far = 1.0 + sum(rate * max(min(days, end) - start, 0.0) for start, end, rate in SPREAD)

    def crowd(n: int) -> tuple[float, int, int]:
        room = planned(calendar, when + n)
        over = (load.get(when + n, 0) + 1) / room - 1.0 if room else float("inf")
        return max(over, 0.0), abs(n - days), n

    return min(range(max(2, round(days - far)), round(days + far) + 1), key=crowd)


# ---- kept between calls

_kept: list[tuple[Course, list[Event], Fold]] = []
_lock = threading.Lock()


def folded(course: Course, events: Iterable[Event]) -> View:
    """The view of these events. What was folded for the same course and a beginning of the same events is used again."""
    with _lock:
        return _fold_of(course, events).view()


def reviews(course: Course, events: Iterable[Event]) -> list[tuple[int, str, int]]:
    """`Fold.reviews` of these events."""
    with _lock:
        return _fold_of(course, events).reviews()


def before(course: Course, events: Iterable[Event], asked: Iterable[tuple[int, str]]) -> list[float]:
    """`Fold.before` of these events."""
    with _lock:
        return _fold_of(course, events).before(asked)


def graded(course: Course, events: Iterable[Event], event_id: str) -> int:
    """`Fold.graded` of these events. Raises KeyError."""
    with _lock:
        return _fold_of(course, events).graded(event_id)


def regraded(course: Course, events: Iterable[Event], event_id: str) -> dict[int, Held]:
    """`Fold.regraded` of these events. Raises KeyError where there is no such answer."""
    with _lock:
        return _fold_of(course, events).regraded(event_id)


def _fold_of(course: Course, events: Iterable[Event]) -> Fold:
    stream = events if isinstance(events, list) else list(events)
    known, fold, place = list[Event](), None, -1
    for n, (of, begun, kept) in enumerate(_kept):
        longer = len(known) < len(begun) <= len(stream)  # of several beginnings the longest
        if of is course and longer and stream[: len(begun)] == begun:
            known, fold, place = begun, kept, n
    if fold is not None:
        del _kept[place]
    fold = fold or Fold(course)
    for event in stream[len(known) :]:
        fold.take(event)
    if stream:
        _kept.append((course, list(stream), fold))
        del _kept[:-KEPT]
    return fold
