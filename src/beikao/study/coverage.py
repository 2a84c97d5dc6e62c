"""Which items of the founding guide the course serves, computed from the manifests of its units."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from beikao.course import Concept, Course, Drill, GuideItem, Lab


@dataclass(frozen=True)
class Served:
    """`by` are references of the units that name the item, in order of study; `shown` is the figure (`concept/figure`) that
    shows or corrects it where it is a claim."""

    item: GuideItem
    by: tuple[str, ...]
    shown: str | None


def coverage(course: Course) -> Mapping[str, Served]:
    """Every item by its id, those that nothing serves too."""
    by: dict[str, list[str]] = {slug: [] for slug in course.guide}
    units: list[Concept | Lab | Drill] = [*course.concepts.values(), *course.labs.values(), *course.drills.values()]
    for unit in units:
        for item in unit.guide:
            by[item].append(unit.ref)
    shown = {item: f"{c.slug}/{figure}" for c in course.concepts.values() for item, figure in c.claims.items()}
    return {slug: Served(item, tuple(by[slug]), shown.get(slug)) for slug, item in course.guide.items()}
