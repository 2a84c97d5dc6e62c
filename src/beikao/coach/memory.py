"""Memory of each question, by the FSRS scheduler of the `fsrs` library, without its random fuzz.

A question answered once, in any mode, becomes a card. The grade is the learner's own where given, else it follows from
the credit. Cards are a function of the answers, so they can be rebuilt at any time.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from beikao.coach.answers import answers
from beikao.course import Course
from beikao.events import Event

if TYPE_CHECKING:
    from fsrs import Scheduler

DAILY_REVIEWS = 20


@dataclass(frozen=True)
class Card:
    """`stability` in days: the time until recall falls to 90%; `difficulty` 1 to 10."""

    question: str
    due: datetime
    stability: float
    difficulty: float
    answers: int


def grade_of(event: Event) -> int:
    """1 again, 2 hard, 3 good, 4 easy: the learner's own word, else from the credit."""
    given = event.data["grade"]
    if given is not None:
        return int(given)
    credit = 0.0 if event.data["revealed"] else float(event.data["credit"])
    return 3 if credit >= 1.0 else 2 if credit >= 0.6 else 1


def scheduler() -> Scheduler:
    """FSRS with the library's default weights, 90% wanted recall, no fuzz, no minute-long steps."""
    from fsrs import Scheduler

    return Scheduler(desired_retention=0.9, learning_steps=(), relearning_steps=(), enable_fuzzing=False)


def cards(course: Course, events: Iterable[Event]) -> dict[str, Card]:
    """A card for every question answered so far; of questions that no longer exist too (they are never due)."""
    stream = answers(events)
    if not stream:
        return {}
    from fsrs import Card as Memory
    from fsrs import Rating

    fsrs, memory, counts = scheduler(), dict[str, Memory](), dict[str, int]()
    for event in stream:
        name = event.data["question"]
        card = memory.get(name) or Memory(card_id=1, due=event.at)
        memory[name], _ = fsrs.review_card(card, Rating(grade_of(event)), event.at)
        counts[name] = counts.get(name, 0) + 1
    return {n: Card(n, m.due, m.stability or 0.0, m.difficulty or 0.0, counts[n]) for n, m in sorted(memory.items())}


def overdue(course: Course, events: Iterable[Event], now: datetime) -> list[str]:
    """Every question that is due, most overdue (in units of its own stability) first."""
    waiting = [c for c in cards(course, events).values() if c.due <= now and _exists(course, c.question)]

    def urgency(card: Card) -> tuple[float, str]:
        return (-(now - card.due).total_seconds() / max(card.stability, 0.01), card.question)

    return [c.question for c in sorted(waiting, key=urgency)]


def due(course: Course, events: Iterable[Event], now: datetime) -> list[str]:
    """Today's share of what is due: at most DAILY_REVIEWS less those reviewed today."""
    stream = list(events)
    done = sum(e.data["mode"] == "review" and e.at.date() == now.date() for e in answers(stream))
    return overdue(course, stream, now)[: max(0, DAILY_REVIEWS - done)]


def _exists(course: Course, name: str) -> bool:
    concept, _, slug = name.partition("/")
    return concept in course.concepts and slug in course.concepts[concept].questions
