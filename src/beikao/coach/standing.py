"""Where a learner stands in each concept: read or not, how well known, which labs passed.

`known` is the mean of a Beta distribution over credits: a prior worth two answers at one half, and each answer worth
`DECAY ** (number of later answers)`, so recent answers weigh more. Half-known is where everyone begins. It is a share
of credit, not a measurement model, and nothing fades with time: forgetting is `beikao.coach.memory`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from beikao.coach.answers import Answer, answers, in_order, passed
from beikao.course import Course
from beikao.events import Event, LessonRead

PRIOR_RIGHT, PRIOR_WRONG, DECAY = 1.0, 1.0, 0.9
KNOWN, KNOWN_ANSWERS = 0.8, 5
ALSO_WEIGHT = 0.3  # an answer also says a little about the other concepts it exercises

Credits = list[tuple[float, float]]  # (credit, weight) of the answers to one concept, oldest first


@dataclass(frozen=True)
class Standing:
    """`state` is locked (a prerequisite is not known), ready, learning or known; `answered` counts its own answers
    that are evidence; `known` is 0 to 1."""

    concept: str
    read: bool
    answered: int
    known: float
    labs_passed: tuple[str, ...]
    state: str


def standings(course: Course, events: Iterable[Event], now: datetime | None = None) -> dict[str, Standing]:
    """The standing in every concept of the course. `now` is not needed yet: nothing fades in this form."""
    ordered = in_order(events)
    given = answers(ordered)
    read = {e.data["concept"] for e in ordered if e.type == LessonRead.TYPE}
    done = passed(ordered)
    begun = {a.concept for a in given} | read
    credits = evidence(course, given)
    known = {slug: posterior(credits.get(slug, [])) for slug in course.concepts}
    counts = {slug: own_answers(credits.get(slug, [])) for slug in course.concepts}
    mastered = {
        slug for slug in course.concepts if slug in read and known[slug] >= KNOWN and counts[slug] >= KNOWN_ANSWERS
    }
    out = {}
    for slug, concept in course.concepts.items():
        labs = tuple(sorted(lab.slug for lab in course.labs.values() if slug in lab.concepts and lab.ref in done))
        reachable = all(need in mastered for need in concept.needs if need in course.concepts)
        fresh = "ready" if reachable else "locked"
        state = "known" if slug in mastered else "learning" if slug in begun else fresh
        out[slug] = Standing(slug, slug in read, counts[slug], known[slug], labs, state)
    return out


def evidence(course: Course, given: Iterable[Answer]) -> dict[str, Credits]:
    """concept -> those of the answers that are evidence of it: not what the learner marked without a key."""
    out: dict[str, Credits] = {}
    for answer in given:
        if not answer.data.evidence:
            continue
        out.setdefault(answer.concept, []).append((answer.credit, 1.0))
        unit = course.concepts.get(answer.concept)
        also = unit.questions[answer.slug].also if unit and answer.slug in unit.questions else ()
        for other in also:
            out.setdefault(other, []).append((answer.credit, ALSO_WEIGHT))
    return out


def own_answers(credits: Credits) -> int:
    """How many of them were answers to the concept's own questions."""
    return sum(weight >= 1.0 for _, weight in credits)


def posterior(credits: Credits) -> float:
    """Mean of the Beta posterior over (credit, weight), oldest first."""
    right, wrong = PRIOR_RIGHT, PRIOR_WRONG
    for age, (credit, weight) in enumerate(reversed(credits)):
        share = weight * DECAY**age
        right += share * credit
        wrong += share * (1.0 - credit)
    return right / (right + wrong)


def to_go(credits: Credits) -> int:
    """The fewest further right answers after which the concept counts as known (once read); 0 where it does."""
    left = max(0, KNOWN_ANSWERS - own_answers(credits))
    while posterior(credits + [(1.0, 1.0)] * left) < KNOWN:
        left += 1  # ends: with right answers alone the mean rises to 11/12
    return left
