"""Fractional repetition: what a success at one concept is worth as a review of others, along the course graph.

A day's success at a concept (good or easy) is a part of a review of what it rests on: half of one for each concept it needs and for
each that the question also exercises, a quarter for what those need, and a quarter for a related one. A failure says nothing of them.
Whether people keep a prerequisite by using it to this degree is not measured here; so the rule is bounded (`used`).
"""

from __future__ import annotations

from collections.abc import Mapping

from beikao.coach.forgetting import Forgetting
from beikao.course import Course

NEED, FURTHER, RELATED = 0.5, 0.25, 0.25
FARTHEST = 2.0  # times the interval of its last review of its own: then a concept is asked itself


def shares(course: Course) -> dict[str, dict[str, float]]:
    """concept -> other concept -> part of a review, for a success at the first; the largest part where there are several ways."""
    found = {}
    for slug, concept in course.concepts.items():
        parts: dict[str, float] = {}
        for other in concept.related:
            parts[other] = RELATED
        for need in concept.needs:
            for deeper in course.concepts[need].needs if need in course.concepts else ():
                parts[deeper] = max(parts.get(deeper, 0.0), FURTHER)
        for need in concept.needs:
            parts[need] = NEED
        parts.pop(slug, None)
        found[slug] = parts
    for slug, concept in course.concepts.items():  # related is said on one side and holds for both
        for other in concept.related:
            if other in found and slug != other:
                found[other].setdefault(slug, RELATED)
    return found


def also(course: Course) -> Mapping[str, tuple[str, ...]]:
    """question -> concepts it also exercises."""
    return {
        f"{slug}/{name}": question.also
        for slug, concept in course.concepts.items()
        for name, question in concept.questions.items()
        if question.also
    }


def used(
    model: Forgetting, stability: float, difficulty: float, last: float, day: int, part: float
) -> tuple[float, float]:
    """(stability, last): a memory after `part` of a good review on `day`. The stability goes that part of the way, in ratio, to
    what a whole review would make of it, and so does the day it counts from: never beyond a whole review, never back."""
    elapsed = day - last
    whole = model.recalled(stability, difficulty, model.recall(stability, elapsed))
    return stability * (whole / stability) ** part, last + part * elapsed
