"""Memory of each question, by the FSRS scheduler of the `fsrs` library, without its random fuzz.

A question answered once, in any mode, becomes a card. The grade is the learner's own where given, else it follows from
credit, hints and time. Cards are a function of the answers, so they can be rebuilt at any time.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from beikao.coach.answers import Answer, answers, day
from beikao.course import Course
from beikao.events import Event

if TYPE_CHECKING:
    from fsrs import Scheduler

DAILY_REVIEWS = 20
PARTLY = 0.6  # credit from which an answer that is not right is hard rather than forgotten
QUICK, SLOW = 1 / 3, 3.0  # times the question's own minutes
AGAIN, HARD, GOOD, EASY = 1, 2, 3, 4


@dataclass(frozen=True)
class Card:
    """`stability` in days: the time until recall falls to 90%; `difficulty` 1 to 10."""

    question: str
    due: datetime
    stability: float
    difficulty: float
    answers: int


def grade_of(answer: Answer, budget_s: float | None) -> int:
    """1 again, 2 hard, 3 good, 4 easy: the learner's own word, else from credit, hints and seconds.

    `budget_s` is the question's own time, None for one that is no longer in the course. Easy is said of reviews only:
    an answer given just after reading tells little of what will be there in a week.
    """
    data = answer.data
    if data.grade in (AGAIN, HARD, GOOD, EASY):
        return data.grade
    if answer.credit < 1.0:
        return HARD if answer.credit >= PARTLY else AGAIN
    if data.hints > 0 or (budget_s and data.seconds > SLOW * budget_s):
        return HARD
    quick = bool(budget_s) and 0.0 < data.seconds <= QUICK * (budget_s or 0.0)
    return EASY if quick and data.mode == "review" and data.attempt == 1 else GOOD


def scheduler() -> Scheduler:
    """FSRS with the library's default weights, 90% wanted recall, no fuzz, no minute-long steps."""
    from fsrs import Scheduler

    return Scheduler(desired_retention=0.9, learning_steps=(), relearning_steps=(), enable_fuzzing=False)


def cards(course: Course, events: Iterable[Event]) -> dict[str, Card]:
    """A card for every question answered so far; of questions that no longer exist too (they are never due)."""
    return _remembered(course, answers(events))


def _remembered(course: Course, given: list[Answer]) -> dict[str, Card]:
    if not given:
        return {}
    from fsrs import Card as Memory
    from fsrs import Rating

    fsrs, memory, counts = scheduler(), dict[str, Memory](), dict[str, int]()
    for answer in given:
        name, at = answer.question, answer.at.astimezone(UTC)  # the library takes no other name for UTC
        card = memory.get(name) or Memory(card_id=1, due=at)
        memory[name], _ = fsrs.review_card(card, Rating(grade_of(answer, _budget_s(course, answer))), at)
        counts[name] = counts.get(name, 0) + 1
    return {n: Card(n, m.due, m.stability or 0.0, m.difficulty or 0.0, counts[n]) for n, m in sorted(memory.items())}


def _budget_s(course: Course, answer: Answer) -> float | None:
    concept = course.concepts.get(answer.concept)
    question = concept.questions.get(answer.slug) if concept else None
    return question.minutes * 60.0 if question else None


def overdue(course: Course, events: Iterable[Event], now: datetime) -> list[str]:
    """Every question that is due, most overdue (in units of its own stability) first."""
    return _waiting(course, answers(events), now)


def _waiting(course: Course, given: list[Answer], now: datetime) -> list[str]:
    waiting = [c for c in _remembered(course, given).values() if c.due <= now and _exists(course, c.question)]

    def urgency(card: Card) -> tuple[float, str]:
        return (-(now - card.due).total_seconds() / max(card.stability, 0.01), card.question)

    return [c.question for c in sorted(waiting, key=urgency)]


def due(course: Course, events: Iterable[Event], now: datetime) -> list[str]:
    """Today's share of `overdue`: at most DAILY_REVIEWS less those reviewed on this day of the learner's.

    What is beyond it is moved to the next days: `len(overdue(...)) - len(due(...))` says how many.
    """
    return share(course, answers(events), now)


def share(course: Course, given: list[Answer], now: datetime) -> list[str]:
    """`due`, from the answers that stand."""
    tz = given[-1].tz if given else "UTC"  # where the learner was last
    today = day(now, tz)
    done = sum(a.data.mode == "review" and day(a.at, tz) == today for a in given)
    return _waiting(course, given, now)[: max(0, DAILY_REVIEWS - done)]


def _exists(course: Course, name: str) -> bool:
    concept, _, slug = name.partition("/")
    return concept in course.concepts and slug in course.concepts[concept].questions
