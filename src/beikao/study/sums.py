"""What a plan adds up to, by kind: lessons, questions, labs, drills, the reviews of its days, and what the goal asks for beside them that
the course does not have yet. It estimates; nothing here lays anything on a day.

The minutes of exams, interviews and projects are the course plan's: a diagnostic (32), three stage checks (60, 75, 90), three mocks (120 and
60 of going over each), a role mock for each branch; four interviews of 45 and one of 60, each with 30 of going over, two for each branch;
three projects (38 h).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from beikao.coach import standings
from beikao.coach.calendar import Calendar
from beikao.coach.plan import Item, Plan, usable
from beikao.course import Course
from beikao.events import Event
from beikao.study.goal import Goal
from beikao.study.remaining import parts

GOING_OVER = 60
EXAMS = (7, 32 + 60 + 75 + 90 + 3 * (120 + GOING_OVER))  # how many, minutes
INTERVIEWS = (5, 4 * (45 + 30) + 60 + 30)
PROJECTS = (3, 38 * 60)
BRANCH_EXAMS, BRANCH_INTERVIEWS = (1, 120 + GOING_OVER), (2, 2 * (45 + 30))


@dataclass(frozen=True)
class Sum:
    """A row: how many units (None: reviews have none), minutes, and whether the course has it to lay on days."""

    kind: str
    units: int | None
    minutes: int
    exists: bool = True


def sums(course: Course, stream: Sequence[Event], goal: Goal, items: Sequence[Item], reviews: int) -> list[Sum]:
    """The rows, those of nothing left out."""
    lessons, concepts = _lessons(course, stream, items), [i for i in items if i.kind == "concept"]
    questions = sum(i.minutes for i in concepts) - sum(lessons)
    rows = [Sum("lesson", sum(m > 0 for m in lessons), sum(lessons)), Sum("question", len(concepts), questions)]
    for kind in ("lab", "drill"):
        minutes = [i.minutes for i in items if i.kind == kind]
        rows.append(Sum(kind, len(minutes), sum(minutes)))
    rows.append(Sum("review", None, reviews))
    return [row for row in rows if row.minutes] + _not_yet(goal)


def _lessons(course: Course, stream: Sequence[Event], items: Sequence[Item]) -> list[int]:
    """Of each concept's minutes, those of its lesson."""
    stand, found = standings(course, stream), []
    for item in items:
        if item.kind == "concept":
            lesson, questions = parts(stand[item.ref.partition(":")[2]])
            found.append(round(item.minutes * lesson / (lesson + questions)))
    return found


def _not_yet(goal: Goal) -> list[Sum]:
    more = len(goal.branches) if goal.track else 0
    exams, interviews = (
        (one[0] + more * each[0], one[1] + more * each[1])
        for one, each in ((EXAMS, BRANCH_EXAMS), (INTERVIEWS, BRANCH_INTERVIEWS))
    )
    return [
        Sum(kind, *row, exists=False)
        for kind, row in (("exam", exams), ("interview", interviews), ("project", PROJECTS))
    ]


def reviews_of(plan: Plan, calendar: Calendar, today: date) -> int:
    """Minutes that the days from today to the plan's end keep for reviews."""
    days = ((plan.end or today) - today).days + bool(plan.end)
    each = (calendar.minutes(today + timedelta(days=n)) for n in range(days))
    return sum(minutes - usable(minutes) for minutes in each)
