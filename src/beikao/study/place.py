"""Placement: at most twenty questions, what they make us believe, and the learner's say in it.

The last `placement.started` event and what followed it are the placement under way; `placement.ended` keeps the belief of what the
answers speak of, so nothing later depends on how it was computed. A test-out is a placement of one concept: a few questions on it and
on what it needs.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from beikao.coach.answers import answers, in_order
from beikao.coach.belief import ENOUGH, FEW, KNOWN, MOST, UNKNOWN, Said, spoken_of
from beikao.coach.items import guess_of
from beikao.course import Concept, Course, Question
from beikao.course.graph import closure
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
NEEDS_ASKED = 4  # of a test-out, at most: with the concept's own two, six questions
NOT_ASKED = ("short", "code")  # kinds whose marking takes the learner's word, or a grader
NO_WORK = ("profile.set", PlacementStarted.TYPE)  # events that say nothing of having begun to learn


@dataclass(frozen=True)
class Scope:
    """What is placed: an area, a track, a concept (the last two with all they need); the whole course where all are empty."""

    area: str = ""
    track: str = ""
    concept: str = ""

    def concepts(self, course: Course) -> frozenset[str]:
        """Those of the course."""
        if self.track:
            return closure(course, course.tracks[self.track].targets if self.track in course.tracks else ())
        if self.concept:
            return closure(course, [self.concept])
        return frozenset(c.slug for c in course.concepts.values() if self.area in ("", c.area))


@dataclass(frozen=True)
class Row:
    """A concept and what is believed of it: `verdict` is known, unknown or unsure; `objected` is the learner's own word; `asked`: a question
    on it was answered; `evidence`: the answers say something of it (else `p` is what is believed of anybody)."""

    concept: Concept
    p: float
    verdict: str
    objected: bool | None
    asked: bool
    evidence: bool


@dataclass(frozen=True)
class Placement:
    """`state` is none (never begun), open or ended; `question` is the next one while open, None where it may stop; `right` of `asked`
    questions were right. There are no rows before anything was said; an ended one also has those of placements before it."""

    state: str
    scope: Scope
    asked: int
    most: int
    right: int
    error: float
    rows: tuple[Row, ...]
    question: tuple[str, str, int] | None

    def count(self, verdict: str) -> int:
        """Concepts with this verdict."""
        return sum(row.verdict == verdict for row in self.rows)


@dataclass(frozen=True)
class Paused:
    """A placement that was begun and not ended: `asked` of at most `most` questions are answered."""

    scope: Scope
    asked: int
    most: int


def share(p: float) -> str:
    """A chance as people are told it: a belief is never 0% or 100%."""
    return "<1%" if p < 0.01 else ">99%" if p > 0.99 else f"{p:.0%}"


def placement_now(desk: Desk) -> Placement:
    """Where the placement stands."""
    course, stream = desk.course, in_order(desk.events())
    begun = _last_start(stream)
    if begun is None:
        return Placement("none", Scope(), 0, MOST, 0, 0.0, (), None)
    started, after = stream[begun], stream[begun + 1 :]
    scope, seed = _scope(started), int(started.data["seed"])
    given, words = answers(after, placement=True), tuple(_words(course, after))
    found = _filter(course, seed, words)
    believed, told = found.belief().known, _told(course, seed, words)
    ended = any(e.type == PlacementEnded.TYPE for e in after)
    if ended:
        kept = _kept(course, stream)
        believed, told = {**believed, **kept}, frozenset(kept)
    inside = scope.concepts(course)
    error = _error([believed[name] for name in inside])
    shown = inside | (told if ended else frozenset())
    asked = {a.concept for a in (answers(stream, placement=True) if ended else given)}
    rows = (
        _rows(course, {name: p for name, p in believed.items() if name in shown}, told, asked, after) if words else ()
    )
    question = None if ended else _next(course, found, scope, seed, [a.question for a in given], error)
    right = sum(a.credit >= 1 for a in given)
    return Placement(
        "ended" if ended else "open", scope, len(given), most_of(course, scope), right, error, rows, question
    )


def paused(desk: Desk) -> Paused | None:
    """The placement to go on with; None where none is open, or one was left unanswered for other work."""
    stream = in_order(desk.events())
    begun = _last_start(stream)
    if begun is None or any(e.type == PlacementEnded.TYPE for e in stream[begun:]):
        return None
    asked, scope = len(answers(stream[begun:], placement=True)), _scope(stream[begun])
    left = not asked and any(e.type not in NO_WORK for e in stream[begun:])
    return None if left else Paused(scope, asked, most_of(desk.course, scope))


def most_of(course: Course, scope: Scope) -> int:
    """Questions asked at most."""
    return len(_test_out(course, scope.concept)) if scope.concept else MOST


def start(desk: Desk, scope: Scope | None = None, *, anew: bool = False) -> None:
    """Begin one. Raises UsageError on an area or track that the course does not have and where one is under way (unless `anew`),
    NotFoundError on such a concept."""
    scope, course = scope or Scope(), desk.course
    areas = sorted({c.area for c in course.concepts.values()})
    if scope.area and scope.area not in areas:
        raise UsageError(f"there is no area {scope.area!r}", where="area", hint=f"One of: {', '.join(areas)}; or none.",
                         zh=f"没有领域 {scope.area!r}", hint_zh=f"可选：{'、'.join(areas)}；也可以不写。")  # fmt: skip
    if scope.track and scope.track not in course.tracks:
        known = list(course.tracks)
        raise UsageError(f"there is no track {scope.track!r}", where="track", hint=f"One of: {', '.join(known)}; or none.",
                         zh=f"没有路线 {scope.track!r}", hint_zh=f"可选：{'、'.join(known)}；也可以不写。")  # fmt: skip
    if scope.concept:
        _exists(course, scope.concept)
        if not _question(course.concepts[scope.concept], []):
            raise UsageError("it has no question that a test-out may ask", where=scope.concept, hint="Read its lesson.",
                             zh="这个概念没有适合用来跳过的题", hint_zh="从课文学起。")  # fmt: skip
    elif not scope.concepts(course):
        raise UsageError("none of its concepts is written yet", where=scope.track, hint="Choose another track, or none.",
                         zh="这条路线的概念都还没写好", hint_zh="换一条，或者不选。")  # fmt: skip
    open_one = paused(desk)
    if open_one and open_one.asked and not anew:
        raise UsageError(
            f"a placement is under way ({open_one.asked} questions answered)", where="placement",
            hint="Go on with it or end it first: beikao place, beikao place --end.",
            zh=f"有一次定位还没结束（答了 {open_one.asked} 题）",
            hint_zh="先把它答完，或者到此为止：beikao place，beikao place --end。",
        )  # fmt: skip
    desk.note(PlacementStarted(new_seed(), scope.area, scope.track, scope.concept))


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
        raise NotFoundError("this question is not the one that is open", where="placement", hint="beikao place shows it.",
                            zh="现在该答的不是这一题", hint_zh="该答哪一题，看 beikao place。")  # fmt: skip
    if given is None:
        return reveal_answer(desk, concept, slug, seed, mode="placement", seconds=seconds)
    return answer(desk, concept, slug, seed, given, language=language, mode="placement", seconds=seconds)


def object_to(desk: Desk, concept: str, knows: bool) -> None:
    """The learner's own word on a concept. Raises NotFoundError."""
    _exists(desk.course, concept)
    if placement_now(desk).state == "none":
        raise _none_begun()
    desk.note(PlacementObjected(concept, knows))
    if placement_now(desk).state == "ended":
        end(desk)


def end(desk: Desk) -> Placement:
    """Keep what is believed now: at the end, or whenever the learner has had enough. Raises UsageError where none was begun, and where
    nothing was said in it: what is believed then is true of nobody in particular."""
    now = placement_now(desk)
    if now.state == "none":
        raise _none_begun()
    if not now.rows:
        raise UsageError(
            "nothing was answered yet, so there is nothing to keep", where="placement",
            hint="Answer a question, or say what you know: beikao place --know CONCEPT.",
            zh="一题都还没答，没有可以采用的判断", hint_zh="先答一题，或直接说会什么：beikao place --know 概念。",
        )  # fmt: skip
    known = {r.concept.slug: round(r.p, 3) for r in now.rows if r.evidence}
    desk.note(PlacementEnded(known, round(now.error, 4), now.asked))
    return placement_now(desk)


def _none_begun() -> UsageError:
    return UsageError("no placement was begun", where="placement", hint="beikao place", zh="还没有定位过", hint_zh="beikao place")  # fmt: skip


def _exists(course: Course, concept: str) -> None:
    if concept not in course.concepts:
        raise NotFoundError(f"there is no concept {concept!r}", where="concept", hint="beikao learn lists them.",
                            zh=f"没有概念 {concept!r}", hint_zh="beikao learn 列出全部。")  # fmt: skip


def _last_start(stream: Sequence[Event]) -> int | None:
    return next((i for i in reversed(range(len(stream))) if stream[i].type == PlacementStarted.TYPE), None)


def _scope(started: Event) -> Scope:
    data = started.data
    return Scope(str(data["area"]), str(data.get("track", "")), str(data.get("concept", "")))


def _kept(course: Course, stream: Iterable[Event]) -> dict[str, float]:
    """concept -> the chance that the last ended placement to speak of it kept."""
    kept: dict[str, float] = {}
    for event in stream:
        if event.type == PlacementEnded.TYPE:
            kept.update(event.data["known"])
    return {name: p for name, p in kept.items() if name in course.concepts}


def _told(course: Course, seed: int, words: tuple[Said, ...]) -> frozenset[str]:
    before, after = (_filter(course, seed, said).belief().known for said in ((), words))
    return spoken_of(course, before, after, words)


def _error(chances: Sequence[float]) -> float:
    return sum(min(p, 1 - p) for p in chances) / len(chances) if chances else 0.0


def _rows(course: Course, believed: Mapping[str, float], told: frozenset[str], asked: set[str],
          after: Sequence[Event]) -> tuple[Row, ...]:  # fmt: skip
    """Of what is believed, as the learner's own words since the start correct it."""
    own = {e.data["concept"]: bool(e.data["knows"]) for e in after if e.type == PlacementObjected.TYPE}
    believed = {**believed, **{name: 0.5 for name in own if name not in believed and name in course.concepts}}
    return tuple(
        _row(course.concepts[name], p, own.get(name), name in asked, name in told) for name, p in believed.items()
    )


def _row(concept: Concept, p: float, own: bool | None, asked: bool, evidence: bool) -> Row:
    if own is not None:
        p, evidence = (max(p, 1 - OWN_WORD) if own else min(p, OWN_WORD)), True
    sure = p >= KNOWN and evidence
    return Row(concept, p, "known" if sure else "unknown" if p <= UNKNOWN else "unsure", own, asked, evidence)


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


def _next(course: Course, found: Filter, scope: Scope, seed: int, before: list[str], error: float) -> tuple[str, str, int] | None:  # fmt: skip
    """(concept, question, seed) to ask next; None where it may stop."""
    if scope.concept:
        name = next(iter(_test_out(course, scope.concept)[len(before) :]), None)
    elif len(before) >= MOST or (error < ENOUGH and len(before) >= FEW):
        name = None
    else:
        fit = {slug: _question(course.concepts[slug], before) for slug in scope.concepts(course)}
        name = found.next({slug: (SLIP, guess_of(question)) for slug, question in fit.items() if question is not None})
    question = _question(course.concepts[name], before) if name else None
    return (question.concept, question.slug, (seed + len(before)) % STEADY) if question else None


def _test_out(course: Course, concept: str) -> list[str]:
    """The concepts whose questions test one out, in order: itself, its needs, itself again. A seed or a question is never used twice."""
    needs = [n for n in course.concepts[concept].needs if n in course.concepts and _question(course.concepts[n], [])]
    own = len([q for q in course.concepts[concept].questions.values() if q.kind not in NOT_ASKED])
    return [concept] * min(own, 1) + needs[:NEEDS_ASKED] + [concept] * (own > 1)


def _question(concept: Concept, before: list[str]) -> Question | None:
    """The one that is least likely to be guessed, not asked yet; apply before the other levels, the shorter first."""
    fit = [
        q for q in concept.questions.values() if q.kind not in NOT_ASKED and f"{concept.slug}/{q.slug}" not in before
    ]
    return min(fit, key=lambda q: (q.level != "apply", guess_of(q), q.minutes, q.slug), default=None)
