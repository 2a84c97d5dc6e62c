"""What is left of the goal as units of work: which, in what order, with how many minutes; what a narrower goal would leave out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from beikao.coach import standings
from beikao.coach.answers import passed
from beikao.coach.pace import Pace, paces, spent
from beikao.coach.plan import Item
from beikao.coach.standing import SUCCESSES, Standing, to_go
from beikao.course import Course, Drill, Lab
from beikao.course.graph import closure, find_cycle, gates, study_order
from beikao.events import Event
from beikao.study.goal import Goal

LESSON = 0.5  # of a concept's minutes; its questions are the rest
SHORTEST = 5  # minutes of a unit
BEGUN = 0.25  # of a lab's minutes, at least, are left while it is not passed, however long it was worked on


@dataclass(frozen=True)
class Narrower:
    """A smaller goal as a way out: what it leaves out, by kind and in minutes; `enough` where the rest then fits."""

    goal: Goal
    without: tuple[str, ...]
    counts: Mapping[str, int]
    minutes: int
    enough: bool


def remaining(course: Course, stream: Sequence[Event], wanted: Goal, ratio: Mapping[str, float],
              dropped: Iterable[str] = ()) -> list[Item]:  # fmt: skip
    """What is left of the goal, in order of study, with minutes as this learner takes them. A concept that is shown is left out: the
    success of a later day is a review, and reviews have their share of every day. A prerequisite that is mastered or tested out waits for no lab;
    labs of such concepts alone are extra practice, which comes after the lessons of the first stage that has any."""
    stand, took = standings(course, stream), spent(stream)
    chosen, proved_by = concepts_of(course, wanted), gates(course)
    items = []
    for concept in study_order(course):
        mine = stand[concept.slug]
        if concept.slug in chosen and mine.state != "known" and not mine.shown:
            minutes = max(SHORTEST, round(concept.minutes * sum(parts(mine)) * ratio.get("concept", 1.0)))
            here = [n for n in concept.needs if n in course.concepts]
            needs = [f"concept:{n}" for n in here] + [f"lab:{g}" for n in here for g in stand[n].labs_due[:1]]
            items.append(Item(concept.ref, minutes, concept.stage, tuple(needs)))
    first = min((i.stage for i in items), default=0)
    needed, out, done = {n for i in items for n in i.needs}, frozenset(dropped), passed(stream)
    for unit in _practice(course):
        if chosen.issuperset(unit.concepts) and unit.ref not in done and (unit.ref in needed or unit.ref not in out):
            full = unit.minutes * ratio.get(unit.ref.partition(":")[0], 1.0)
            minutes = max(SHORTEST, round(full * BEGUN), round(full - took.get(unit.ref, 0.0)))
            extra = all(stand[c].state == "known" for c in unit.concepts)
            stage = max(course.concepts[c].stage for c in unit.concepts)
            alone = any(labs == (unit.slug,) for labs in proved_by.values())
            optional = extra or unit.ref.startswith("drill:") or not alone
            needs = [f"concept:{c}" for c in unit.concepts]
            items.append(Item(unit.ref, minutes, max(stage, first) if extra else stage, tuple(needs), optional, extra))
    return items if not find_cycle({i.ref: i.needs for i in items}) else [replace(i, needs=_theory(i)) for i in items]


def parts(mine: Standing) -> tuple[float, float]:
    """What is left of a concept's minutes, as shares of them: the lesson, the questions."""
    return LESSON * (not mine.read), (1 - LESSON) * min(1.0, to_go(mine) / SUCCESSES)


def _practice(course: Course) -> list[Lab | Drill]:
    return [*course.labs.values(), *course.drills.values()]


def _theory(item: Item) -> tuple[str, ...]:
    """Its needs without labs: for a course whose labs wait for one another."""
    return tuple(n for n in item.needs if n.startswith("concept:"))


def wanted_refs(course: Course, wanted: Goal) -> set[str]:
    """All units of the goal, done or not."""
    chosen = concepts_of(course, wanted)
    return {f"concept:{c}" for c in chosen} | {u.ref for u in _practice(course) if chosen.issuperset(u.concepts)}


def concepts_of(course: Course, wanted: Goal) -> frozenset[str]:
    """The concepts of the goal that exist."""
    return closure(course, _targets(course, wanted)) if wanted.track else frozenset(course.concepts)


def missing(course: Course, wanted: Goal) -> tuple[str, ...]:
    """Concepts of the goal that are planned but not written yet."""
    if not wanted.track:
        return tuple(sorted(course.planned.get("concepts", frozenset()) - course.concepts.keys()))
    return tuple(dict.fromkeys(t for t in _targets(course, wanted) if t not in course.concepts))


def _targets(course: Course, wanted: Goal) -> list[str]:
    names = [name for name in (wanted.track, *wanted.branches) if name in course.tracks]
    return [t for name in names for t in course.tracks[name].targets]


def narrower(course: Course, wanted: Goal, items: Sequence[Item], short: int) -> Narrower | None:
    """Of the goals with a branch less (of the whole course: the tracks alone), the one that leaves out the least and is enough; where none is,
    the one that leaves out the most; None where none leaves out anything."""
    if wanted.track:
        less = [tuple(b for b in wanted.branches if b != one) for one in wanted.branches]
        goals = [replace(wanted, branches=branches) for branches in dict.fromkeys([*less, *([()] if less else [])])]
    else:
        goals = [Goal(track, wanted.minutes_per_day) for track in course.tracks]
    ways = [
        w for w in (_without(course, goal, items, short) for goal in goals) if w.minutes and len(w.without) < len(items)
    ]
    enough = [w for w in ways if w.enough]
    return min(enough, key=lambda w: w.minutes) if enough else max(ways, key=lambda w: w.minutes, default=None)


def _without(course: Course, smaller: Goal, items: Sequence[Item], short: int) -> Narrower:
    within = wanted_refs(course, smaller)
    out = [i for i in items if i.ref not in within]
    counts = {kind: n for kind in ("concept", "lab", "drill") if (n := sum(i.kind == kind for i in out))}
    minutes = sum(i.minutes for i in out)
    return Narrower(smaller, tuple(i.ref for i in out), counts, minutes, minutes >= short)


def paces_of(course: Course, stream: Sequence[Event]) -> dict[str, Pace]:
    """How long things take this learner, by kind."""
    stand, done = standings(course, stream), passed(stream)
    guesses = {u.ref: u.minutes for kind in (course.concepts, course.labs, course.drills) for u in kind.values()}
    ended = [f"concept:{slug}" for slug, s in stand.items() if (s.shown or s.state == "known") and s.read] + sorted(
        done
    )
    return paces(spent(stream), guesses, ended)
