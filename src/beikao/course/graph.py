"""The prerequisite graph: ancestors, order of study, closure of a track. Pure functions of a course."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from graphlib import CycleError, TopologicalSorter

from beikao.course.types import Concept, Course


def find_cycle(needs: Mapping[str, Iterable[str]]) -> list[str]:
    """One cycle of the graph, first node repeated at the end; empty where there is none."""
    try:
        list(TopologicalSorter(needs).static_order())
    except CycleError as error:
        return list(reversed(error.args[1]))
    return []


def ancestors(course: Course, slug: str) -> frozenset[str]:
    """Every concept that must come before `slug`, itself left out."""
    seen: set[str] = set()
    stack = [slug]
    while stack:
        for need in course.concepts[stack.pop()].needs:
            if need in course.concepts and need not in seen:
                seen.add(need)
                stack.append(need)
    return frozenset(seen)


def dependants(course: Course, slug: str) -> tuple[str, ...]:
    """The concepts that name `slug` in their `needs`."""
    return tuple(c.slug for c in course.concepts.values() if slug in c.needs)


def closure(course: Course, targets: Iterable[str]) -> frozenset[str]:
    """The targets that exist and all their ancestors."""
    present = [t for t in targets if t in course.concepts]
    return frozenset(present).union(*(ancestors(course, t) for t in present)) if present else frozenset()


def study_order(course: Course) -> list[Concept]:
    """All concepts, prerequisites first; among the ready ones lower stage, easier, shorter, then by slug."""
    sorter = TopologicalSorter({s: [n for n in c.needs if n in course.concepts] for s, c in course.concepts.items()})
    sorter.prepare()
    order: list[Concept] = []
    ready: list[str] = []
    while sorter.is_active():
        ready.extend(sorter.get_ready())
        ready.sort(key=lambda s: _ease(course.concepts[s]))
        slug = ready.pop(0)
        order.append(course.concepts[slug])
        sorter.done(slug)
    return order


def _ease(concept: Concept) -> tuple[int, int, int, str]:
    return (concept.stage, concept.difficulty, concept.minutes, concept.slug)


def labs_of(course: Course, concept: str) -> list[str]:
    """Labs whose main concept this is first, then labs that also exercise it."""
    main = [lab.slug for lab in course.labs.values() if lab.concepts[:1] == (concept,)]
    return main + [lab.slug for lab in course.labs.values() if concept in lab.concepts[1:]]


def gates(course: Course) -> dict[str, tuple[str, ...]]:
    """concept -> the labs of which one has to be passed for it: a lab gates those of its concepts on which none of its other
    concepts depends; for the rest it is evidence."""
    found: dict[str, list[str]] = {}
    for lab in course.labs.values():
        here = [c for c in lab.concepts if c in course.concepts]
        below = frozenset[str]().union(*(ancestors(course, c) for c in here))
        for concept in here:
            if concept not in below:
                found.setdefault(concept, []).append(lab.slug)
    return {concept: tuple(labs) for concept, labs in found.items()}
