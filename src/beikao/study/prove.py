"""Proves the content by running it: questions over many seeds, figures, lessons, labs, drills.

Structure was checked while reading (`beikao.course`); here truths, wrong answers, claims and verdicts are seen to hold.
Every fault is reported at once, with file and line. It needs a desk's workshop, prose and grader, and no learner.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain
from pathlib import Path
from typing import Any

from beikao.course import Concept, Course, Drill, Fault, FigureUnit, Lab, Question
from beikao.course.types import Lesson
from beikao.errors import NotFoundError
from beikao.study.audit import units_of
from beikao.study.desk import Desk
from beikao.study.fair import prove_fair
from beikao.study.prove_audit import prove_audit
from beikao.study.prove_lab import prove_drill, prove_lab
from beikao.study.prove_lesson import prove_figure, prove_lesson
from beikao.study.prove_question import prove_question
from beikao.study.proved import Proved, holds, read
from beikao.workers.workshop import Workshop

Progress = Callable[[str, int, int], None]  # what, done, of how many
Task = tuple[str, Callable[[Desk], Iterable[Fault]]]


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


def prove(desk: Desk, *, seeds: int = 200, drill_seeds: int = 3, only: Sequence[str] = (), audits: str = "stale",
          long: bool = False, again: bool = False, progress: Progress | None = None) -> Proof:  # fmt: skip
    """Run the whole gate. `audits`: none, stale (those, and a twentieth of the others) or all; `long`: labs on many
    seeds; `again`: also what was proved before (`beikao.study.proved`) with all seeds. Raises NotFoundError for an unknown name in `only`. Two content processes and two judges work side by side."""
    course, scope = desk.course, Scope(frozenset(only))
    _known(course, scope)
    reading = deque(_reading_tasks(course, scope, seeds, again=again or long))
    doing = deque(
        [*_doing_tasks(course, scope, drill_seeds, long=long, again=again or long), *_audit_tasks(desk, scope, audits)]
    )
    total = len(reading) + len(doing)
    done: list[str] = []

    def run(at: Desk, tasks: deque[Task]) -> list[Fault]:
        found: list[Fault] = []
        while True:
            try:
                name, task = tasks.popleft()
            except IndexError:
                return found
            found.extend(task(at))
            done.append(name)
            if progress:
                progress(name, len(done), total)

    second = Workshop()
    try:
        with ThreadPoolExecutor(4) as pool:
            other = replace(desk, workshop=second)
            parts = list(pool.map(run, (desk, other, desk, other), (reading, reading, doing, doing)))
    finally:
        second.close()
    faults = [*(f for f in course.faults if _in_scope(f, scope)), *chain.from_iterable(parts)]
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


def _reading_tasks(course: Course, scope: Scope, seeds: int, *, again: bool) -> list[Task]:
    tasks: list[Task] = []
    for concept in course.concepts.values():
        if not scope.has(concept.slug):
            continue
        before = Proved({}, {}) if again else read(concept)
        for figure in concept.figures.values():
            tasks.append((figure.id, partial(_figure, figure, before.states(figure))))
        for lesson in concept.lessons.values():
            tasks.append((f"{concept.slug} {lesson.language}", partial(_lesson, concept, lesson)))
        for question in concept.questions.values():
            tasks.append((question.ref, partial(_question, question, before.seeds(question, seeds))))
    return tasks


def _figure(figure: FigureUnit, states: int, desk: Desk) -> Iterable[Fault]:
    return prove_figure(desk, figure, states)


def _lesson(concept: Concept, lesson: Lesson, desk: Desk) -> Iterable[Fault]:
    return prove_lesson(desk, concept, lesson)


def _question(question: Question, seeds: int, desk: Desk) -> Iterable[Fault]:
    return prove_question(desk, question, seeds)


def _lab(lab: Lab, long: bool, before: bool, desk: Desk) -> Iterable[Fault]:
    return prove_lab(desk, lab, long=long, before=before)


def _fair(lab: Lab, desk: Desk) -> Iterable[Fault]:
    return prove_fair(desk, lab)


def _drill(drill: Drill, seeds: int, before: bool, desk: Desk) -> Iterable[Fault]:
    return prove_drill(desk, drill, seeds, before=before)


def _audit_tasks(desk: Desk, scope: Scope, mode: str) -> list[Task]:
    units = [] if mode == "none" else [u for u in units_of(desk) if scope.has(u.slug.partition("/")[0])]
    return [(f"audit {u.slug}", lambda desk, unit=u: prove_audit(desk, unit, mode)) for u in units]  # type: ignore[misc]


def _doing_tasks(course: Course, scope: Scope, drill_seeds: int, *, long: bool, again: bool) -> list[Task]:
    tasks: list[Task] = []
    for lab in course.labs.values():
        if scope.has(lab.slug):
            tasks.append((lab.ref, partial(_lab, lab, long, not again and holds(lab))))
            if long and lab.reference:
                tasks.append((f"fair {lab.slug}", partial(_fair, lab)))
    for drill in course.drills.values():
        if scope.has(drill.slug):
            tasks.append((drill.ref, partial(_drill, drill, drill_seeds, not again and holds(drill))))
    return tasks
