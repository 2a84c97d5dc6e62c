"""How ready a learner is: the expected share of right answers to fresh questions, and how well such forecasts came true.

Pure functions of (course, events) and of recall at an instant. A forecast is ability x recall mixed with guessing
(`beikao.coach.proficiency`): ability from all answers that stand, recall from the scheduler of `beikao.coach.memory`. Abilities were shown
while the scheduler kept recall around `USUAL`, so recall counts as far as it is below that; a concept is as fresh as the freshest of its
questions. Forecasts of the past are not stored: the stream is replayed, and what would have been said just before each
answer is set beside what came. So a change of the model changes what it "said"; the figure tells how far to trust what is said now.

Concepts count alike in an area or a stage; nothing is assumed about study between now and the day of a forecast.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from beikao.coach.answers import answers, day, in_order
from beikao.coach.certainty import interval
from beikao.coach.fold import before
from beikao.coach.items import difficulty_of, guess_of
from beikao.coach.proficiency import SHRINK, Given, Prior, Proficiency
from beikao.course import Concept, Course
from beikao.events import Answer, Event, LessonRead

ALSO, RETRY, REVEALED = (
    0.3,
    0.2,
    0.5,
)  # weights of an answer: for another concept it exercises, a second try, a surrender
WIDE = 1.6448536269514722  # standard deviations to either end of 90%
BINS = 10
USUAL = 0.9  # the recall that the scheduler aims at


@dataclass(frozen=True)
class Estimate:
    """An expected share of right answers; `low` to `high` holds it with 90%."""

    share: float
    low: float
    high: float


@dataclass(frozen=True)
class Forecast:
    """Of one concept. `ability`, with 90% from `least` to `most`, is in logits on the scale on which a question of middle difficulty is 0; `share` is of
    right answers to its questions; `recall` that of its freshest question; `answers` how many first answers were given to it, placement included."""

    concept: str
    ability: float
    least: float
    most: float
    share: Estimate
    recall: float
    answers: int


@dataclass(frozen=True)
class Readiness:
    """`whole` is None for a course without concepts."""

    concepts: Mapping[str, Forecast]
    areas: Mapping[str, Estimate]
    stages: Mapping[int, Estimate]
    whole: Estimate | None


@dataclass(frozen=True)
class Bin:
    """Forecasts from `low` to `high`: how many, their mean, the share of right answers, and where that is with 90%."""

    low: float
    high: float
    answers: int
    said: float
    right: float
    least: float
    most: float


@dataclass(frozen=True)
class Calibration:
    """Past forecasts beside what came. `error` is the expected calibration error (mean distance over the bins, weighted by answers), None without any."""

    answers: int
    error: float | None
    bins: tuple[Bin, ...]


@dataclass(frozen=True)
class Replay:
    """A learner's stream gone through once: `learner` as it leaves them (place i is the i-th concept of the course), `counts` of
    first answers by concept; `said[i]` the chance foretold just before the i-th of them, `came[i]` its credit."""

    learner: Proficiency
    counts: Mapping[str, int]
    said: tuple[float, ...]
    came: tuple[float, ...]


def replay(course: Course, events: Iterable[Event], prior: Prior | None = None) -> Replay:
    """Go through the events, in their order whatever order they come in. A surrender is a forecast that came out wrong."""
    place = {slug: i for i, slug in enumerate(course.concepts)}
    learner = Proficiency.fresh([[place[n] for n in c.needs if n in place] for c in course.concepts.values()], prior)
    counts: dict[str, int] = {}
    said, came = [], []
    for step in history(course, events):
        if isinstance(step, str):
            learner.read(place[step])
            continue
        answer, recall = step
        given, *also = _given(course, place, answer, recall)
        foretold = learner.answer(given)
        for other in also:
            learner.answer(other)
        if answer.data.evidence:
            counts[answer.concept] = counts.get(answer.concept, 0) + 1
            said.append(foretold)
            came.append(answer.credit)
    return Replay(learner, counts, tuple(said), tuple(came))


def readiness(
    course: Course, seen: Replay, recall: Mapping[str, float], names: Iterable[str] | None = None
) -> Readiness:
    """At the instant for which `recall` (question -> chance, of `memory.recalled`) was worked out, now or to come; of the concepts
    `names`, all of the course without them."""
    chosen = None if names is None else set(names)
    wanted = [(i, c) for i, c in enumerate(course.concepts.values()) if chosen is None or c.slug in chosen]
    left = _by_concept(recall)
    found = {
        c.slug: _forecast(seen.learner, i, c, left.get(c.slug, 1.0), seen.counts.get(c.slug, 0)) for i, c in wanted
    }

    def over(rows: Sequence[tuple[int, Concept]]) -> Estimate:
        return _mean(seen.learner, [(i, c, found[c.slug]) for i, c in rows])

    areas, stages = dict.fromkeys(c.area for _, c in wanted), sorted({c.stage for _, c in wanted})
    return Readiness(
        found,
        {area: over([row for row in wanted if row[1].area == area]) for area in areas},
        {stage: over([row for row in wanted if row[1].stage == stage]) for stage in stages},
        over(wanted) if wanted else None,
    )


def calibrated(said: Sequence[float], came: Sequence[float]) -> Calibration:
    """Ten equal bins; those without an answer are left out."""
    rows: dict[int, list[tuple[float, float]]] = {}
    for p, credit in zip(said, came, strict=True):
        rows.setdefault(min(int(p * BINS), BINS - 1), []).append((p, credit))
    bins = []
    for b, row in sorted(rows.items()):
        n, mean, right = len(row), sum(p for p, _ in row) / len(row), sum(credit for _, credit in row)
        bins.append(Bin(b / BINS, (b + 1) / BINS, n, mean, right / n, *interval(1 + right, 1 + n - right)))
    off = sum(b.answers * abs(b.said - b.right) for b in bins)
    return Calibration(len(said), off / len(said) if said else None, tuple(bins))


def history(course: Course, events: Iterable[Event]) -> list[str | tuple[Answer, float]]:
    """What the events say of ability, in order: a concept whose lesson was read, an answer with what of its concept was still there."""
    ordered = in_order(events)
    given = [a for a in answers(ordered) + answers(ordered, placement=True) if a.concept in course.concepts]
    given.sort(key=lambda a: (a.at, a.event))
    rows: list[tuple[tuple[datetime, str], str | tuple[Answer, float]]] = [
        ((a.at, a.event), (a, recall)) for a, recall in zip(given, recalls(course, ordered, given), strict=True)
    ]
    rows += [
        (e.order, e.data["concept"])
        for e in ordered
        if e.type == LessonRead.TYPE and e.data["concept"] in course.concepts
    ]
    return [step for _, step in sorted(rows, key=lambda row: row[0])]


def weight(answer: Answer) -> float:
    """How much an answer tells: a first try all, less after hints, little of a second try, nothing of what is marked by oneself
    or was seen before. A wrong answer after hints tells as much as one without."""
    data = answer.data
    if not data.evidence:
        return RETRY if data.attempt > 1 and not data.revealed else 0.0
    if data.revealed:
        return REVEALED
    return 1 / (1 + max(data.hints, 0)) if answer.credit >= 0.5 else 1.0


def recalls(course: Course, events: Iterable[Event], given: Sequence[Answer]) -> list[float]:
    """Recall of its concept just before each answer, as memory held it on the morning of that day; 1 where the concept was answered
    earlier on the same day, and where it never was."""
    asked = [(day(a.at, a.tz).toordinal(), a.concept) for a in given]
    today, out = set[tuple[int, str]](), []
    for answer, key, morning in zip(given, asked, before(course, events, asked), strict=True):
        out.append(1.0 if key in today else morning)
        if answer.data.mode != "placement":
            today.add(key)
    return out


def _given(course: Course, place: Mapping[str, int], answer: Answer, recall: float) -> list[Given]:
    concept = course.concepts[answer.concept]
    question = concept.questions.get(answer.slug)
    hard = difficulty_of(concept, question.level if question else "apply")
    guess = guess_of(question) if question else 0.0
    share = 0.0 if question and question.kind == "short" else weight(answer)
    rows = [Given(place[concept.slug], hard, answer.credit, guess, _counting(recall), share)]
    for other in question.also if question else ():
        if other in place and share > 0:
            rows.append(Given(place[other], hard, answer.credit, guess, 1.0, ALSO * share))
    return rows


def _by_concept(of_questions: Mapping[str, float]) -> dict[str, float]:
    found: dict[str, float] = {}
    for name, recall in of_questions.items():
        slug = name.partition("/")[0]
        found[slug] = max(recall, found.get(slug, 0.0))
    return found


def _counting(recall: float) -> float:
    return min(1.0, recall / USUAL)


def _asked(concept: Concept) -> list[tuple[float, float]]:
    """(difficulty, guess) of its questions that are marked; one to apply it, where it has none."""
    fit = [q for q in concept.questions.values() if q.kind != "short"]  # those are marked by the learner
    rows = [(difficulty_of(concept, q.level), guess_of(q)) for q in fit]
    return rows or [(difficulty_of(concept), 0.0)]


def _share(ability: float, variance: float, rows: Sequence[tuple[float, float]], recall: float) -> tuple[float, float]:
    """(expected share of right answers, its slope by ability)."""
    scale, p, slope = math.sqrt(1.0 + SHRINK * variance), 0.0, 0.0
    for hard, guess in rows:
        q = 0.5 * (1.0 + math.tanh(0.5 * (ability - hard) / scale))
        p += guess + (1.0 - guess) * recall * q
        slope += (1.0 - guess) * recall * q * (1.0 - q) / scale
    return p / len(rows), slope / len(rows)


def _forecast(learner: Proficiency, c: int, concept: Concept, recall: float, count: int) -> Forecast:
    mean, variance = learner.ability(c)
    rows, item, far, left = _asked(concept), learner.prior.item, WIDE * math.sqrt(variance), _counting(recall)
    low, high = (_share(mean + side * far, item, rows, left)[0] for side in (-1, 1))
    share = Estimate(_share(mean, variance + item, rows, left)[0], low, high)
    return Forecast(concept.slug, mean, mean - far, mean + far, share, recall, count)


def _mean(learner: Proficiency, rows: Sequence[tuple[int, Concept, Forecast]]) -> Estimate:
    """Of several concepts: the error of the mean by the delta method, on the logit scale so that it stays within 0 and 1."""
    n, together, own = len(rows), 0.0, 0.0
    if n == 1:
        return rows[0][2].share
    for c, concept, forecast in rows:
        slope = _share(forecast.ability, learner.prior.item, _asked(concept), _counting(forecast.recall))[1]
        share, variance = learner.loading(c)
        together += slope * share
        own += slope * slope * variance
    mean = min(max(sum(f.share.share for _, _, f in rows) / n, 1e-9), 1 - 1e-9)
    spread = math.sqrt(together * together * learner.general[1] + own) / n
    logit, far = math.log(mean / (1.0 - mean)), WIDE * spread / (mean * (1.0 - mean))
    low, high = (0.5 * (1.0 + math.tanh(0.5 * (logit + side * far))) for side in (-1, 1))
    return Estimate(mean, low, high)
