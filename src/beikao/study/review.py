"""Review: the next question that memory is about to lose, and how many wait."""

from __future__ import annotations

from dataclasses import dataclass

from beikao.coach import DAILY_REVIEWS, due
from beikao.practice import Asked
from beikao.study.answer import ask
from beikao.study.desk import Desk


@dataclass(frozen=True)
class Backlog:
    """`due` questions are for today; `moved` more are due but lie beyond a day's share and wait."""

    due: int
    moved: int


def review(desk: Desk) -> Asked | None:
    """The most overdue question with fresh numbers, None when nothing is due."""
    waiting = [name for name in due(desk.course, desk.events(), desk.now()) if _exists(desk, name)]
    if not waiting:
        return None
    concept, _, slug = waiting[0].partition("/")
    return ask(desk, concept, slug)


def _exists(desk: Desk, name: str) -> bool:
    concept, _, slug = name.partition("/")
    return concept in desk.course.concepts and slug in desk.course.concepts[concept].questions


def backlog(desk: Desk) -> Backlog:
    """How many wait today and how many were moved."""
    from beikao.coach import overdue

    waiting = len(due(desk.course, desk.events(), desk.now()))
    everything = len(overdue(desk.course, desk.events(), desk.now()))
    return Backlog(min(waiting, DAILY_REVIEWS), max(0, everything - waiting))


def due_count(desk: Desk) -> int:
    """Questions due today."""
    return backlog(desk).due
