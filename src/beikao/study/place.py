"""Placement: at most twenty questions, what they make us believe, and the learner's say in it.

The last `placement.started` event and what followed it are the placement under way; `placement.ended` keeps the belief, so nothing
later depends on how it was computed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from beikao.coach.answers import answers, in_order
from beikao.coach.belief import ENOUGH, KNOWN, MOST, UNKNOWN, Belief, Said
from beikao.coach.items import guess_of
from beikao.course import Concept, Course, Question
from beikao.errors import NotFoundError, UsageError
from beikao.events import Event, PlacementEnded, PlacementObjected, PlacementStarted, QuestionAnswered
from beikao.practice import Asked, new_seed
from beikao.study.answer import Answered, answer, ask, reveal_answer
from beikao.study.desk import Desk

if TYPE_CHECKING:  # they bring numpy, which waits until somebody is placed
    from beikao.coach.placement import Filter
    from beikao.coach.terrain import Terrain

SLIP = 0.1
OWN_WORD = 0.02  # the chance that the learner's own word on a concept is wrong
STEADY = 2**31


@dataclass(frozen=True)
class Row:
    """A concept and what is believed of it: `verdict` is known, unknown or unsure; `objected` is the learner's own word."""

    concept: Concept
    p: float
    verdict: str
    objected: bool | None


@dataclass(frozen=True)
class Placement:
    """`state` is none (never begun), open or ended; `question` is the next one while open, None where it may stop; `right` of `asked`
    questions were right."""

    state: str
    area: str
    asked: int
    most: int
    right: int
    error: float
    rows: tuple[Row, ...]
    question: tuple[str, str, int] | None

    def count(self, verdict: str) -> int:
        """Concepts with this verdict."""
        return sum(row.verdict == verdict for row in self.rows)


def placement_now(desk: Desk) -> Placement:
    """Where the placement stands."""
    stream = in_order(desk.events())
    begun = next((i for i in reversed(range(len(stream))) if stream[i].type == PlacementStarted.TYPE), None)
    if begun is None:
        return Placement("none", "", 0, MOST, 0, 0.0, (), None)
    started, after = stream[begun], stream[begun + 1 :]
    area = str(started.data["area"])
    given = answers(after, placement=True)
    objections = {e.data["concept"]: bool(e.data["knows"]) for e in after if e.type == PlacementObjected.TYPE}
    ended = next((e for e in reversed(after) if e.type == PlacementEnded.TYPE), None)
    seed = int(started.data["seed"])
    found = _filter(desk.course, seed, tuple(_words(desk.course, after)))
    belief = found.belief()
    if ended is not None:
        belief = Belief({**belief.known, **ended.data["known"]}, float(ended.data["error"]), len(given))
    rows = _rows(desk.course, belief, area, objections)
    error = sum(min(r.p, 1 - r.p) for r in rows) / len(rows) if rows else 0.0
    question = None
    if ended is None and len(given) < MOST and (error >= ENOUGH or len(given) < 3):
        question = _next(desk.course, found, area, seed, [a.question for a in given])
    return Placement(
        "ended" if ended else "open", area, len(given), MOST, sum(a.credit >= 1 for a in given), error, rows, question
    )


def start(desk: Desk, area: str = "") -> None:
    """Begin one, for the whole course or one area. Raises UsageError on an area that the course does not have."""
    areas = sorted({c.area for c in desk.course.concepts.values()})
    if area and area not in areas:
        raise UsageError(f"there is no area {area!r}", where="area", hint=f"One of: {', '.join(areas)}; or none.")
    desk.note(PlacementStarted(new_seed(), area))


def asked_now(desk: Desk) -> Asked | None:
    """The question to answer, None where the placement is not open or may stop."""
    now = placement_now(desk)
    return ask(desk, *now.question) if now.question else None


def reply(
    desk: Desk,
    concept: str,
    slug: str,
    seed: int,
    given: str | list[str] | None,
    *,
    language: str,
    seconds: float = 0.0,
) -> Answered:
    """Answer the open question; None says "I do not know". Raises UsageError for an answer that cannot be read and NotFoundError for a
    question that is not the open one."""
    if placement_now(desk).question != (concept, slug, seed):
        raise NotFoundError(
            "this question is not the one that is open", where="placement", hint="beikao place shows it."
        )
    if given is None:
        return reveal_answer(desk, concept, slug, seed, mode="placement", seconds=seconds)
    return answer(desk, concept, slug, seed, given, language=language, mode="placement", seconds=seconds)


def object_to(desk: Desk, concept: str, knows: bool) -> None:
    """The learner's own word on a concept. Raises NotFoundError."""
    if concept not in desk.course.concepts:
        raise NotFoundError(f"there is no concept {concept!r}", where="concept", hint="beikao learn lists them.")
    if placement_now(desk).state == "none":
        raise UsageError("no placement was begun", where="placement", hint="beikao place")
    desk.note(PlacementObjected(concept, knows))
    if placement_now(desk).state == "ended":
        end(desk)


def end(desk: Desk) -> Placement:
    """Keep what is believed now: at the end, or whenever the learner has had enough. Raises UsageError where none was begun."""
    now = placement_now(desk)
    if now.state == "none":
        raise UsageError("no placement was begun", where="placement", hint="beikao place")
    desk.note(PlacementEnded({r.concept.slug: round(r.p, 3) for r in now.rows}, round(now.error, 4), now.asked))
    return placement_now(desk)


def _rows(course: Course, belief: Belief, area: str, objections: Mapping[str, bool]) -> tuple[Row, ...]:
    rows = []
    for name, p in belief.known.items():
        concept = course.concepts[name]
        if area in ("", concept.area):
            own = objections.get(name)
            if own is not None:
                p = max(p, 1 - OWN_WORD) if own else min(p, OWN_WORD)
            verdict = "known" if p >= KNOWN else "unknown" if p <= UNKNOWN else "unsure"
            rows.append(Row(concept, p, verdict, own))
    return tuple(rows)


def _words(course: Course, events: Iterable[Event]) -> Iterable[Said]:
    """What was said since the start, in order: answers and objections."""
    stream = list(events)
    standing = {a.event: a for a in answers(stream, placement=True)}
    for event in stream:
        if event.type == PlacementObjected.TYPE:
            yield Said(event.data["concept"], bool(event.data["knows"]), OWN_WORD, OWN_WORD, asked=False)
        elif event.type == QuestionAnswered.TYPE and event.id in standing:
            given = standing[event.id]
            concept = course.concepts.get(given.concept)
            question = concept.questions.get(given.slug) if concept else None
            yield Said(given.concept, given.credit >= 1, SLIP, guess_of(question) if question else 0.2)


@lru_cache(maxsize=8)
def _land(key: tuple[tuple[str, tuple[str, ...], str, int], ...]) -> Terrain:
    from beikao.coach.terrain import arranged

    return arranged(key)


@lru_cache(maxsize=32)
def _believed(land: Terrain, seed: int, words: tuple[Said, ...]) -> Filter:
    """A filter is a function of the words; the one for all words but the last is at hand, as a rule."""
    from beikao.coach.placement import Filter

    if not words:
        return Filter(land, seed=seed)
    return _believed(land, seed, words[:-1]).after(words[-1])


def _filter(course: Course, seed: int, words: tuple[Said, ...]) -> Filter:
    rows = (
        (c.slug, tuple(n for n in c.needs if n in course.concepts), c.area, c.stage) for c in course.concepts.values()
    )
    return _believed(_land(tuple(rows)), seed, words)


def _next(course: Course, found: Filter, area: str, seed: int, before: list[str]) -> tuple[str, str, int] | None:
    """(concept, question, seed) to ask next."""
    may = {}
    for concept in course.concepts.values():
        question = _question(concept, before) if area in ("", concept.area) else None
        if question is not None:
            may[concept.slug] = (SLIP, guess_of(question))
    name = found.next(may)
    if name is None:
        return None
    question = _question(course.concepts[name], before)
    assert question is not None
    return name, question.slug, (seed + len(before)) % STEADY


def _question(concept: Concept, before: list[str]) -> Question | None:
    """The one that is least likely to be guessed, not asked yet; apply before the other levels, the shorter first."""
    fit = [
        q
        for q in concept.questions.values()
        if q.kind not in ("short", "code") and f"{concept.slug}/{q.slug}" not in before
    ]
    return min(fit, key=lambda q: (q.level != "apply", guess_of(q), q.minutes, q.slug), default=None)
