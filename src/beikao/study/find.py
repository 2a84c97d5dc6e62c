"""Finds a unit by its slug, and says which one was perhaps meant where there is none."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from typing import TypeVar

from beikao.course import Concept, Course, Drill, Lab, Question
from beikao.errors import NotFoundError

U = TypeVar("U")


def _one(units: Mapping[str, U], slug: str, kind: str, listing: str) -> U:
    if slug in units:
        return units[slug]
    near = difflib.get_close_matches(slug, list(units), 1)
    hint = f"Did you mean `{near[0]}`?" if near else f"`{listing}` lists them."
    raise NotFoundError(f"there is no {kind} called {slug!r}", hint=hint)


def concept(course: Course, slug: str) -> Concept:
    """Raises NotFoundError."""
    return _one(course.concepts, slug, "concept", "beikao learn")


def question(course: Course, concept_slug: str, slug: str) -> Question:
    """Raises NotFoundError."""
    return _one(concept(course, concept_slug).questions, slug, f"question of {concept_slug}", "beikao learn")


def lab(course: Course, slug: str) -> Lab:
    """Raises NotFoundError."""
    return _one(course.labs, slug, "lab", "beikao lab list")


def drill(course: Course, slug: str) -> Drill:
    """Raises NotFoundError."""
    return _one(course.drills, slug, "drill", "beikao drill list")


def practice_unit(course: Course, ref: str) -> Lab | Drill:
    """The unit of `lab:slug` or `drill:slug`; of `kata:slug` its lab. Raises NotFoundError."""
    kind, _, slug = ref.partition(":")
    if kind in ("lab", "kata"):
        return lab(course, slug)
    if kind == "drill":
        return drill(course, slug)
    raise NotFoundError(f"{ref!r} names neither a lab nor a drill", hint="Write lab:<slug> or drill:<slug>.")
