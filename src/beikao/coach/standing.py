"""Where a learner stands in each concept: read or not, how well known, which labs passed.

`known` is the mean of a Beta distribution over credits: a prior worth two answers at one half, and each answer worth
`DECAY ** (number of later answers)`, so recent answers weigh more. Half-known is where everyone begins.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from beikao.coach.answers import answers, in_order
from beikao.course import Course
from beikao.events import CodeJudged, Event, LessonRead

PRIOR_RIGHT, PRIOR_WRONG, DECAY = 1.0, 1.0, 0.9
KNOWN, KNOWN_ANSWERS = 0.8, 5
ALSO_WEIGHT = 0.3  # an answer also says a little about the other concepts it exercises


@dataclass(frozen=True)
class Standing:
    """`state` is locked (a prerequisite is not known), ready, learning or known."""

    concept: str
    read: bool
    answered: int
    known: float
    labs_passed: tuple[str, ...]
    state: str


def standings(course: Course, events: Iterable[Event], now: object = None) -> dict[str, Standing]:
    """The standing in every concept of the course. `now` is not needed yet: nothing fades in this form."""
    ordered = in_order(events)
    read = {e.data["concept"] for e in ordered if e.type == LessonRead.TYPE}
    passed = {e.data["unit"] for e in ordered if e.type == CodeJudged.TYPE and e.data["verdict"]["state"] == "passed"}
    evidence = _evidence(course, ordered)
    known = {slug: posterior(evidence.get(slug, [])) for slug in course.concepts}
    counts = {slug: sum(w >= 1.0 for _, w in evidence.get(slug, [])) for slug in course.concepts}
    mastered = {
        slug for slug in course.concepts if slug in read and known[slug] >= KNOWN and counts[slug] >= KNOWN_ANSWERS
    }
    out = {}
    for slug, concept in course.concepts.items():
        labs = tuple(sorted(lab.slug for lab in course.labs.values() if slug in lab.concepts and lab.ref in passed))
        begun = slug in read or counts[slug] > 0
        open_ = all(need in mastered for need in concept.needs if need in course.concepts)
        state = "known" if slug in mastered else "learning" if begun else "ready" if open_ else "locked"
        out[slug] = Standing(slug, slug in read, counts[slug], known[slug], labs, state)
    return out


def _evidence(course: Course, ordered: list[Event]) -> dict[str, list[tuple[float, float]]]:
    """concept -> (credit, weight) of the answers that are evidence, oldest first."""
    out: dict[str, list[tuple[float, float]]] = {}
    for event in answers(ordered):
        if not event.data["evidence"]:
            continue
        credit = 0.0 if event.data["revealed"] else float(event.data["credit"])
        concept, _, slug = event.data["question"].partition("/")
        out.setdefault(concept, []).append((credit, 1.0))
        unit = course.concepts.get(concept)
        also = unit.questions[slug].also if unit and slug in unit.questions else ()
        for other in also:
            out.setdefault(other, []).append((credit, ALSO_WEIGHT))
    return out


def posterior(credits: list[tuple[float, float]]) -> float:
    """Mean of the Beta posterior over (credit, weight), oldest first."""
    right, wrong = PRIOR_RIGHT, PRIOR_WRONG
    for age, (credit, weight) in enumerate(reversed(credits)):
        share = weight * DECAY**age
        right += share * credit
        wrong += share * (1.0 - credit)
    return right / (right + wrong)
