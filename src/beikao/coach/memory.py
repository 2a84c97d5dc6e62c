"""Memory of each concept by FSRS-6, and what to review today: at 90% recall, or towards the day to be ready on where one is set.

A concept answered once, in any mode, has a card; any of its questions exercises it, and a review asks the one least recently seen. The
grade is the learner's own where given, else it follows from credit, hints and time. Cards are a function of the events (`fold`), so
they can be rebuilt at any time. Which probability a page shows for an answer is the ability model's concern, not this one's.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any

from beikao.coach import aim
from beikao.coach.answers import day, zone
from beikao.coach.fold import AN_HOUR, Held, View, folded, graded, most, planned, regraded
from beikao.coach.fold import grade_of as grade_from
from beikao.coach.forgetting import AGAIN, EASY, GOOD, HARD
from beikao.course import Course
from beikao.events import Answer, Event

FARTHEST = 366  # days that what is moved is laid on
DAILY_REVIEWS = AN_HOUR  # of a day with an hour's study; in proportion on others, none on a day off


@dataclass(frozen=True)
class Card:
    """`stability` in days: the time until recall falls to 90%; `difficulty` 1 to 10; `due` is the first instant of the learner's day
    on which 90% is reached (a neighbouring day where that one is full); `answers` stand, `reviews` are the days they were given on."""

    concept: str
    due: datetime
    stability: float
    difficulty: float
    answers: int
    reviews: int


def grade_of(answer: Answer, budget_s: float | None) -> int:
    """1 again, 2 hard, 3 good, 4 easy: the learner's own word, else from credit, hints and seconds (`fold.grade_of`)."""
    data = answer.data
    if data.grade in (AGAIN, HARD, GOOD, EASY):
        return data.grade
    review = data.mode == "review"
    return grade_from(answer.credit, data.hints, data.seconds, budget_s, again=data.attempt != 1, review=review)


def grade_of_event(course: Course, events: Iterable[Event], event_id: str) -> int:
    """The grade that counts for one standing answer, the learner's own or the one that follows from it. Raises KeyError."""
    return graded(course, events, event_id)


def cards(course: Course, events: Iterable[Event]) -> dict[str, Card]:
    """concept -> its card, for every concept answered so far; of those that no longer exist too (they are never due)."""
    view = folded(course, events)
    return {c: _card(c, held, view) for c, held in sorted(view.held.items())}


def _card(concept: str, held: Held, view: View) -> Card:
    midnight = datetime.combine(date.fromordinal(held.due), time(), zone(view.tz)).astimezone(UTC)
    return Card(concept, midnight, held.stability, held.difficulty, view.answers[concept], held.reviews)


def remembered(course: Course, events: Iterable[Event], now: datetime) -> dict[str, float]:
    """concept -> the chance that it is recalled today, of the concepts that still exist."""
    view = folded(course, events)
    today = day(now, view.tz).toordinal()
    return {
        c: view.model.recall(h.stability, max(0.0, today - h.last))
        for c, h in sorted(view.held.items())
        if c in course.concepts
    }


def recalled(course: Course, events: Iterable[Event], now: datetime) -> dict[str, float]:
    """question answered so far -> the chance that its concept is recalled today."""
    stream = _listed(events)
    chance = remembered(course, stream, now)
    asked = sorted(folded(course, stream).last_asked)
    return {name: chance[name.partition("/")[0]] for name in asked if _exists(course, name)}


# ---- what waits


def overdue(course: Course, events: Iterable[Event], now: datetime) -> list[str]:
    """A question for each concept that waits, the most urgent first. Without a day to be ready on: most overdue in units of its own
    stability. With one: where a review today adds most to recall on that day, as many as the plan keeps room for; then what is due
    besides."""
    stream = _listed(events)
    view = folded(course, stream)
    today = day(now, view.tz).toordinal()
    return [_question(course, view, concept) for concept in _waiting(course, view, today)]


def due(course: Course, events: Iterable[Event], now: datetime) -> list[str]:
    """Today's share of `overdue`: twenty an hour of the day's study at most, less those reviewed on this day of the learner's.

    What is beyond it is moved to the next days: `len(overdue(...)) - len(due(...))` says how many.
    """
    view = folded(course, _listed(events))
    today = day(now, view.tz).toordinal()
    return [_question(course, view, concept) for concept in _waiting(course, view, today)[: _room(view, today)]]


def share(course: Course, given: Iterable[Answer], now: datetime) -> list[str]:
    """`due`, from the answers that stand and no calendar."""
    return due(course, [Event(a.event, "me", a.at, a.tz, "", a.data.TYPE, vars(a.data)) for a in given], now)


def _room(view: View, today: int) -> int:
    return max(0, _share(view, today) - view.reviewed.get(today, 0))


def _share(view: View, when: int) -> int:
    """Reviews of a day at most."""
    return (most if _exam(view, when) is None else _budget)(view.calendar, when)


def _budget(calendar: Any, today: int) -> int:
    """Reviews of a day on the way to an exam: those that the plan keeps room for."""
    return min(planned(calendar, today), most(calendar, today))


def exam_day(course: Course, events: Iterable[Event], now: datetime) -> date | None:
    """The day that reviews are aimed at; None where none is set or it is here or past."""
    view = folded(course, _listed(events))
    found = _exam(view, day(now, view.tz).toordinal())
    return None if found is None else date.fromordinal(found)


def _exam(view: View, today: int) -> int | None:
    """The day to be ready on, None where none is set or it is here or past."""
    until = view.calendar.until.toordinal() if view.calendar and view.calendar.until else 0
    return until if until > today else None


def _waiting(course: Course, view: View, today: int) -> list[str]:
    here = {c: h for c, h in view.held.items() if c in course.concepts and course.concepts[c].questions}
    late = [c for c, h in here.items() if h.due <= today]
    late.sort(key=lambda c: (-(today - here[c].due) / max(here[c].stability, 0.01), c))
    exam = _exam(view, today)
    if exam is None:
        return late
    worth = _worth(view, here, today, exam)
    room = _room(view, today)
    chosen = sorted((c for c in worth if worth[c] >= aim.LEAST), key=lambda c: (-worth[c], c))[:room]
    return chosen + [c for c in late if c in worth and c not in chosen and worth[c] >= aim.LEAST]


def _worth(view: View, here: dict[str, Held], today: int, exam: int) -> dict[str, float]:
    """concept -> what its review today is worth for the day to be ready on, of those not answered today."""
    left = float(exam - today)
    return {
        c: aim.worth(view.model, h.stability, h.difficulty, today - h.last, left)
        for c, h in here.items()
        if h.own < today
    }


def coming(course: Course, events: Iterable[Event], now: datetime) -> dict[str, date]:
    """concept -> the day it comes back on, as it looks today: today for today's share, for what waits beyond it the first day after that
    has room. On the way to an exam a card that does not wait comes on the first day on which its review is worth as much as the least of
    today's; where there is none before the exam on the day it is due, then or after."""
    view = folded(course, _listed(events))
    today = day(now, view.tz).toordinal()
    exam, price = _exam(view, today), _price(course, view, today)
    found = {c: _comes(view, h, today, exam, price) for c, h in view.held.items() if c in course.concepts}
    waiting = _waiting(course, view, today)
    asked = waiting[: _room(view, today)]
    left = [c for c in waiting if c not in asked]
    left += [c for c, when in sorted(found.items()) if when <= today and c not in waiting]
    found.update(dict.fromkeys(asked, today))
    _lay(view, found, left, today)
    return {c: date.fromordinal(when) for c, when in sorted(found.items())}


def _lay(view: View, found: dict[str, int], moved: list[str], today: int) -> None:
    """Give each of the moved, in their order, the first day after today that has room beside what comes on it anyway."""
    load = Counter(when for c, when in found.items() if c not in moved)
    for concept in moved:
        free = (n for n in range(today + 1, today + FARTHEST) if load[n] < _share(view, n))
        found[concept] = next(free, today + FARTHEST)
        load[found[concept]] += 1


def _price(course: Course, view: View, today: int) -> float:
    """What the least of today's reviews adds to recall on the day to be ready on; 0 where there is none."""
    exam = _exam(view, today)
    if exam is None:
        return 0.0
    here = {c: h for c, h in view.held.items() if c in course.concepts}
    worth = sorted(_worth(view, here, today, exam).values(), reverse=True)
    room = _budget(view.calendar, today)
    return max(aim.LEAST, worth[room - 1] if 0 < room <= len(worth) else 0.0)


def _comes(view: View, held: Held, today: int, exam: int | None, price: float) -> int:
    if exam is None:
        return held.due
    card = (held.stability, held.difficulty, held.last)
    start = today if held.own >= today else today - 1
    return aim.first_worth(view.model, card, start, exam, price) or max(exam, held.due)


def outlook(course: Course, events: Iterable[Event], question: str) -> dict[int, date]:
    """grade -> the day on which the question's concept would come back, had its last answer been graded so. Empty where none was given."""
    stream = _listed(events)
    view = folded(course, stream)
    if question not in view.last_asked:
        return {}
    at, event_id = view.last_asked[question]
    today = day(at, view.tz).toordinal()
    exam, price = _exam(view, today), _price(course, view, today)
    would = regraded(course, stream, event_id)
    return {grade: date.fromordinal(_comes(view, held, today, exam, price)) for grade, held in would.items()}


# ---- which question


def _question(course: Course, view: View, concept: str) -> str:
    """The question of a concept that was asked longest ago (never comes first); among those alike one of another kind, then of another
    level, than the last one asked."""
    asked = {name: view.last_asked.get(f"{concept}/{name}") for name in course.concepts[concept].questions}
    seen = {name: order for name, order in asked.items() if order is not None}
    last = course.concepts[concept].questions[max(seen, key=lambda n: seen[n])] if seen else None

    def rank(name: str) -> tuple[Any, ...]:
        question = course.concepts[concept].questions[name]
        alike = (last is not None and question.kind == last.kind, last is not None and question.level == last.level)
        return (name in seen, seen.get(name, ()), *alike, name)

    return f"{concept}/{min(asked, key=rank)}"


def _exists(course: Course, name: str) -> bool:
    concept, _, slug = name.partition("/")
    return concept in course.concepts and slug in course.concepts[concept].questions


def _listed(events: Iterable[Event]) -> list[Event]:
    return events if isinstance(events, list) else list(events)
