"""Proves the content by running it: questions over many seeds, figures, lessons, labs, drills.

Structure was checked while reading (`beikao.course`); here truths, wrong answers, claims and verdicts are seen to hold.
Every fault is reported at once, with file and line. It needs a desk's workshop, prose and grader, and no learner.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from beikao.course import Course, Fault
from beikao.errors import NotFoundError
from beikao.study.desk import Desk
from beikao.study.prove_lab import prove_drill, prove_lab
from beikao.study.prove_lesson import prove_figure, prove_lesson
from beikao.study.prove_question import prove_question

Progress = Callable[[str, int, int], None]  # what, done, of how many


@dataclass(frozen=True)
class Proof:
    """The outcome of the gate: counts and every fault."""

    concepts: int
    questions: int
    labs: int
    drills: int
    faults: tuple[Fault, ...]

    @property
    def ok(self) -> bool:
        return not self.faults

    def as_dict(self) -> dict[str, Any]:
        return {
            "schema": 1,
            "ok": self.ok,
            "concepts": self.concepts,
            "questions": self.questions,
            "labs": self.labs,
            "drills": self.drills,
            "faults": [f.as_dict() for f in self.faults],
        }


@dataclass(frozen=True)
class Scope:
    """What to prove: everything, or only units whose slug is named."""

    only: frozenset[str] = frozenset()

    def has(self, slug: str) -> bool:
        return not self.only or slug in self.only


def prove(desk: Desk, *, seeds: int = 200, drill_seeds: int = 10, only: Sequence[str] = (),
          progress: Progress | None = None) -> Proof:  # fmt: skip
    """Run the whole gate. Raises NotFoundError for an unknown name in `only`. The two slow halves (content process, grader) run side by side."""
    course, scope = desk.course, Scope(frozenset(only))
    _known(course, scope)
    reading = _reading_tasks(desk, scope, seeds)
    doing = _doing_tasks(desk, scope, drill_seeds)
    total = len(reading) + len(doing)
    done = 0

    def run(tasks: list[tuple[str, Callable[[], Iterable[Fault]]]]) -> list[Fault]:
        nonlocal done
        found: list[Fault] = []
        for name, task in tasks:
            found.extend(task())
            done += 1
            if progress:
                progress(name, done, total)
        return found

    with ThreadPoolExecutor(2) as pool:
        halves = list(pool.map(run, (reading, doing)))
    faults = [*(f for f in course.faults if _in_scope(f, scope)), *halves[0], *halves[1]]
    return Proof(**_counts(course, scope), faults=tuple(sorted(set(faults))))


def _known(course: Course, scope: Scope) -> None:
    """Raises NotFoundError for a name that neither a unit nor the folder of a faulty one has."""
    units = {*course.concepts, *course.labs, *course.drills}
    folders = {part for fault in course.faults for part in Path(fault.file).parts}
    for slug in sorted(scope.only - units - folders):
        raise NotFoundError(f"nothing is called {slug!r}", hint="The slug of a concept, a lab or a drill.")


def _in_scope(fault: Fault, scope: Scope) -> bool:
    return not scope.only or bool(scope.only & set(Path(fault.file).parts))


def _counts(course: Course, scope: Scope) -> dict[str, int]:
    chosen = [c for c in course.concepts.values() if scope.has(c.slug)]
    return {
        "concepts": len(chosen),
        "questions": sum(len(c.questions) for c in chosen),
        "labs": sum(scope.has(s) for s in course.labs),
        "drills": sum(scope.has(s) for s in course.drills),
    }


Task = tuple[str, Callable[[], Iterable[Fault]]]


def _reading_tasks(desk: Desk, scope: Scope, seeds: int) -> list[Task]:
    tasks: list[Task] = []
    for concept in desk.course.concepts.values():
        if not scope.has(concept.slug):
            continue
        for figure in concept.figures.values():
            tasks.append((figure.id, lambda f=figure: prove_figure(desk, f)))  # type: ignore[misc]
        for lesson in concept.lessons.values():
            tasks.append((f"{concept.slug} {lesson.language}", lambda c=concept, le=lesson: prove_lesson(desk, c, le)))  # type: ignore[misc]
        for question in concept.questions.values():
            tasks.append((question.ref, lambda q=question: prove_question(desk, q, seeds)))  # type: ignore[misc]
    return tasks


def _doing_tasks(desk: Desk, scope: Scope, drill_seeds: int) -> list[Task]:
    tasks: list[Task] = []
    for lab in desk.course.labs.values():
        if scope.has(lab.slug):
            tasks.append((lab.ref, lambda unit=lab: prove_lab(desk, unit)))  # type: ignore[misc]
    for drill in desk.course.drills.values():
        if scope.has(drill.slug):
            tasks.append((drill.ref, lambda unit=drill: prove_drill(desk, unit, drill_seeds)))  # type: ignore[misc]
    return tasks
