"""Today's list: what is due and what comes next, mixed within the day's minutes, each with a reason. The first is the one thing to do.

Reviews get at most half of what is left of the day while there is anything else; they are dealt in two portions with new work between
them, and two units of one area are kept apart where another fits between. The last unit may be begun and not ended: the rest is
another day's. A unit that opens when one before it in the list is done stands behind that one, where a plan has it there. Nothing is
listed beyond the day's minutes. A pure function; the order of new work is given by whoever has a plan.

Sources: interleaved practice, Rohrer, Dedrick and Stershic 2015 (10.1037/edu0000001).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from beikao.coach.steps import REVIEW_MINUTES, Step, next_steps, review_step, with_followers
from beikao.course import Course
from beikao.events import Event

REVIEW_SHARE = 0.5  # of the day's minutes, at most, while anything else can be done
PORTION = 8  # reviews beyond so many are dealt in two portions
LEAST = 5  # minutes of a day below which no new unit is begun
PENDING = 12  # steps looked at: no day holds more


@dataclass(frozen=True)
class Task:
    """A step with the minutes that it gets today; `whole` says whether it can be ended in them."""

    step: Step
    minutes: int
    whole: bool = True


@dataclass(frozen=True)
class Day:
    """`budget` minutes of this day, `spent` of them gone; `tasks` fit into the rest; `steps` is everything that could be done, best first,
    also beyond the day; `reviews_moved` are due and wait for another day."""

    budget: int
    spent: int
    tasks: tuple[Task, ...]
    steps: tuple[Step, ...]
    reviews_moved: int

    @property
    def minutes(self) -> int:
        """Minutes of the list."""
        return sum(t.minutes for t in self.tasks)

    @property
    def left(self) -> int:
        """Minutes of the day that are not gone."""
        return max(0, self.budget - self.spent)


def today_list(course: Course, events: Iterable[Event], now: datetime, *, budget: int, spent: int, due: int,
               order: Sequence[str] = ()) -> Day:  # fmt: skip
    """The day's list. `due` counts every question that is due (also beyond a day's share); `order` are refs as a plan has them."""
    steps = next_steps(course, events, now, limit=PENDING, order=order)
    left = max(0, budget - spent)
    review = next((s for s in steps if s.kind == "review"), None)
    ready = [s for s in steps if s.kind != "review"]
    others = with_followers(course, events, now, ready, order) if order else ready
    count = _reviews(review, left, bool(others))
    work = _fit(others, left - round(count * REVIEW_MINUTES))
    tasks = _mix(_apart(course, work), _portions(review, count), bool(steps) and steps[0] is review)
    return Day(budget, spent, tuple(tasks), tuple(steps), max(0, due - count))


def _reviews(review: Step | None, left: int, others: bool) -> int:
    """How many questions of the review fit."""
    if review is None:
        return 0
    room = left * REVIEW_SHARE if others else left
    return min(review.count, int(room / REVIEW_MINUTES))


def _fit(steps: Iterable[Step], room: int) -> list[Task]:
    """Steps in order while there is room. One that does not fit is begun where it is the first or a third of it fits (a kata only as the
    first: its clock does not stop); then the list ends."""
    found: list[Task] = []
    for step in steps:
        if room < min(LEAST, step.minutes):
            break
        if not {t.step.ref for t in found if t.whole}.issuperset(step.after):
            continue
        if step.minutes <= room:
            found.append(Task(step, step.minutes))
            room -= step.minutes
        elif not found or (step.kind != "kata" and room >= step.minutes / 3):
            found.append(Task(step, room, whole=False))
            break
    return found


def _apart(course: Course, work: list[Task]) -> list[Task]:
    """The same tasks, the first where it is, with units of one area apart as far as a single pass can put them."""
    out, rest = work[:1], work[1:]
    while rest:
        free = [t for t in rest if not {r.step.ref for r in rest}.intersection(t.step.after)]
        other = [t for t in free if _area(course, t) != _area(course, out[-1]) and t.whole]
        out.append(other[0] if other else free[0])
        rest.remove(out[-1])
    return out


def _area(course: Course, task: Task) -> str:
    slug = task.step.slug
    if task.step.kind in ("lab", "kata") and slug in course.labs:
        slug = course.labs[slug].concepts[0]
    elif task.step.kind == "drill" and slug in course.drills:
        slug = course.drills[slug].concepts[0]
    return course.concepts[slug].area if slug in course.concepts else ""


def _portions(review: Step | None, count: int) -> list[Task]:
    if review is None or not count:
        return []
    sizes = [count] if count <= PORTION else [(count + 1) // 2, count // 2]
    return [Task(replace(step, why=review.why), step.minutes) for step in (review_step(n) for n in sizes)]


def _mix(work: list[Task], reviews: list[Task], review_first: bool) -> list[Task]:
    """The first portion where the steps have it (first, else second), the other after the next unit; what is not ended today is last."""
    out = list(work)
    for n, portion in enumerate(reviews):
        out.insert(min(len(out), 2 * n + (not review_first)), portion)
    return sorted(out, key=lambda t: not t.whole)
