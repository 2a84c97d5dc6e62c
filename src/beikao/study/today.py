"""What to do now: one step, two alternatives, and where the learner stands in the four stages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from beikao.coach import Standing, Step, next_steps, standings, week
from beikao.course import Concept
from beikao.course.graph import study_order
from beikao.study.desk import Desk
from beikao.study.review import Backlog, backlog


@dataclass(frozen=True)
class StageProgress:
    """`known` of `total` concepts of this stage that exist so far."""

    number: int
    title: Mapping[str, str]
    goal: Mapping[str, str]
    known: int
    total: int


@dataclass(frozen=True)
class Today:
    """`step` is None only where the course is empty or all is done."""

    step: Step | None
    alternatives: tuple[Step, ...]
    backlog: Backlog
    stages: tuple[StageProgress, ...]
    week: tuple[tuple[date, int], ...]
    started: bool


def today(desk: Desk) -> Today:
    """The Today card."""
    events, now = desk.events(), desk.now()
    steps = next_steps(desk.course, events, now, limit=3)
    stand = standings(desk.course, events, now)
    stages = tuple(
        StageProgress(s.number, s.title, s.goal, *_count(desk, stand, s.number)) for s in desk.course.stages.values()
    )
    return Today(
        step=steps[0] if steps else None,
        alternatives=tuple(steps[1:]),
        backlog=backlog(desk),
        stages=stages,
        week=tuple(week(events, now, desk.tz)),
        started=any(e.type != "profile.set" for e in events),
    )


def _count(desk: Desk, stand: Mapping[str, Standing], stage: int) -> tuple[int, int]:
    slugs = [c.slug for c in desk.course.concepts.values() if c.stage == stage]
    return sum(stand[s].state == "known" for s in slugs), len(slugs)


def course_list(desk: Desk) -> tuple[tuple[Concept, Standing], ...]:
    """Every concept in order of study with the learner's standing."""
    stand = standings(desk.course, desk.events(), desk.now())
    return tuple((c, stand[c.slug]) for c in study_order(desk.course))
