"""Review: the next question that memory is about to lose, how many wait, and what the learner says of their memory."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date

from beikao.coach import due, outlook, overdue, remembered
from beikao.coach.answers import answers, day
from beikao.coach.memory import grade_of_event
from beikao.course import Concept
from beikao.errors import NotFoundError, UsageError
from beikao.events import AnswerGraded, AnswerUndone, Event, QuestionAnswered
from beikao.practice import Asked
from beikao.study.answer import GRADES_ZH, ask, undo
from beikao.study.desk import Desk


@dataclass(frozen=True)
class Backlog:
    """`due` questions, one for each concept that waits, are for today; `moved` more wait but lie beyond a day's share."""

    due: int
    moved: int


def review(desk: Desk) -> Asked | None:
    """The most overdue question with fresh numbers, None when nothing is due."""
    waiting = due(desk.course, desk.events(), desk.now())
    if not waiting:
        return None
    concept, _, slug = waiting[0].partition("/")
    return ask(desk, concept, slug)


def _exists(desk: Desk, name: str) -> bool:
    concept, _, slug = name.partition("/")
    return concept in desk.course.concepts and slug in desk.course.concepts[concept].questions


@dataclass(frozen=True)
class Waiting:
    """A question that is due today: `recall` is the chance that its concept is recalled now, `last` the day it was last seen on."""

    concept: Concept
    slug: str
    recall: float
    last: date
    answers: int

    @property
    def why(self) -> dict[str, str]:
        """In words."""
        p = f"{100 * self.recall:.0f}%"
        return {
            "zh": f"上次是 {self.last}，现在还记得的把握约 {p}",
            "en": f"last seen on {self.last}; the odds of recall are about {p} now",
        }


def waiting(desk: Desk) -> tuple[Waiting, ...]:
    """What is due today, the most urgent first."""
    events, now = desk.events(), desk.now()
    held = remembered(desk.course, events, now)
    last, count = dict[str, date](), Counter[str]()
    for a in answers(events):
        last[a.concept] = day(a.at, a.tz)
        count[a.concept] += 1
    found = []
    for name in due(desk.course, events, now):
        concept, _, slug = name.partition("/")
        found.append(Waiting(desk.course.concepts[concept], slug, held[concept], last[concept], count[concept]))
    return tuple(found)


def backlog(desk: Desk) -> Backlog:
    """How many wait today and how many were moved."""
    events, now = desk.events(), desk.now()
    waiting = len(due(desk.course, events, now))
    return Backlog(waiting, max(0, len(overdue(desk.course, events, now)) - waiting))


@dataclass(frozen=True)
class Grades:
    """What the four grades of an answer lead to: `days` until it comes back (0: today), `kept` the one that stands."""

    event_id: str
    kept: int
    days: tuple[int, int, int, int]


def grades(desk: Desk, event_id: str) -> Grades:
    """For the answer just given. Raises NotFoundError."""
    event = _own(desk, event_id)
    stream, given = desk.events(), day(event.at, event.tz)
    when = outlook(desk.course, stream, event.data["question"])
    days = tuple((when[g] - given).days for g in (1, 2, 3, 4))
    return Grades(event_id, grade_of_event(desk.course, stream, event_id), days)  # type: ignore[arg-type]


def regrade(desk: Desk, event_id: str, grade: int) -> None:
    """Say how well an answer of one's own was remembered. Raises NotFoundError, UsageError."""
    if grade not in (1, 2, 3, 4):
        raise UsageError(f"grade is {grade}", where="grade", hint="1 again, 2 hard, 3 good, 4 easy.",
                         zh=f"评分填的是 {grade}", hint_zh=GRADES_ZH)  # fmt: skip
    _own(desk, event_id)
    if grade != grade_of_event(desk.course, desk.events(), event_id):
        desk.note(AnswerGraded(event_id, grade))


@dataclass(frozen=True)
class Undone:
    """An answer that was taken back, and its question with the same numbers; None where the course has it no more."""

    event: Event
    asked: Asked | None


def undo_last(desk: Desk) -> Undone | None:
    """Take back the last answer given in a review on this day of the learner's; None where there is none."""
    event = last_reviewed(desk)
    if event is None:
        return None
    undo(desk, event.id)
    concept, _, slug = event.data["question"].partition("/")
    here = _exists(desk, event.data["question"])
    return Undone(event, ask(desk, concept, slug, event.data["seed"]) if here else None)


def last_reviewed(desk: Desk) -> Event | None:
    """The last answer in review mode on this day of the learner's that still stands. What was reviewed on an earlier day has been slept
    on: it stays."""
    stream, today = desk.events(), day(desk.now(), desk.tz)
    gone = {e.data["event"] for e in stream if e.type == AnswerUndone.TYPE}
    for event in reversed(stream):
        if day(event.at, desk.tz) != today:
            return None
        if event.type == QuestionAnswered.TYPE and event.data["mode"] == "review" and event.id not in gone:
            return event
    return None


def _own(desk: Desk, event_id: str) -> Event:
    event = desk.record.event(event_id)
    if event is None or event.learner != desk.learner or event.type != QuestionAnswered.TYPE:
        raise NotFoundError(f"there is no answer {event_id!r}", hint="Only an answer of your own can be graded.",
                            zh=f"没有作答 {event_id!r}", hint_zh="只能给自己的作答评分。")  # fmt: skip
    return event


def due_count(desk: Desk) -> int:
    """Questions due today."""
    return backlog(desk).due
