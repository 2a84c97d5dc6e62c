"""Finds a unit by its slug, and says which one was perhaps meant where there is none."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from typing import TypeVar

from beikao.course import Concept, Course, Drill, FigureUnit, Lab, Question
from beikao.errors import NotFoundError

U = TypeVar("U")


def _one(units: Mapping[str, U], slug: str, kind: str, kind_zh: str, listing: str) -> U:
    if slug in units:
        return units[slug]
    near = difflib.get_close_matches(slug, list(units), 1)
    raise NotFoundError(
        f"there is no {kind} called {slug!r}",
        hint=f"Did you mean `{near[0]}`?" if near else f"`{listing}` lists them.",
        zh=f"没有{kind_zh}「{slug}」",
        hint_zh=f"是不是 `{near[0]}`？" if near else f"`{listing}` 会列出全部。",
    )


def concept(course: Course, slug: str) -> Concept:
    """Raises NotFoundError."""
    return _one(course.concepts, slug, "concept", "概念", "beikao learn")


def question(course: Course, concept_slug: str, slug: str) -> Question:
    """Raises NotFoundError."""
    return _one(
        concept(course, concept_slug).questions,
        slug,
        f"question of {concept_slug}",
        f"{concept_slug} 的题",
        "beikao learn",
    )


def figure(course: Course, concept_slug: str, slug: str) -> FigureUnit:
    """Raises NotFoundError."""
    of = concept(course, concept_slug)
    return _one(of.figures, slug, f"figure of {concept_slug}", f"{concept_slug} 的图", f"beikao learn {concept_slug}")


def lab(course: Course, slug: str) -> Lab:
    """Raises NotFoundError."""
    return _one(course.labs, slug, "lab", "实验", "beikao lab list")


def drill(course: Course, slug: str) -> Drill:
    """Raises NotFoundError."""
    return _one(course.drills, slug, "drill", "排障", "beikao drill list")


def practice_unit(course: Course, ref: str) -> Lab | Drill:
    """The unit of `lab:slug` or `drill:slug`; of `kata:slug` its lab. Raises NotFoundError."""
    kind, _, slug = ref.partition(":")
    if kind in ("lab", "kata"):
        return lab(course, slug)
    if kind == "drill":
        return drill(course, slug)
    raise NotFoundError(
        f"{ref!r} names neither a lab nor a drill",
        hint="Write lab:<slug> or drill:<slug>.",
        zh=f"「{ref}」既不是实验也不是排障",
        hint_zh="写成 lab:<名字> 或 drill:<名字>。",
    )
