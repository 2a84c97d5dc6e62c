"""The next step and its alternatives, each with a reason that names a number.

What was begun is ended before anything new: lessons begun, then reviews when enough are due, then questions of what is
read, then labs of what is known, then new lessons, then drills. Within each, the least known comes first. There is no
calendar here, no goal and no forecast.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from beikao.coach.answers import Answer, answers, in_order, passed
from beikao.coach.memory import share
from beikao.coach.standing import Credits, Standing, evidence, standings, to_go
from beikao.course import Concept, Course, Drill, Lab
from beikao.course.graph import dependants, study_order
from beikao.events import Event

REVIEWS_FIRST = 5  # so many due questions come before anything new
REVIEW_MINUTES = 1.0


@dataclass(frozen=True)
class Step:
    """`kind` is lesson, questions, lab, drill or review; `slug` is empty for review."""

    kind: str
    slug: str
    title: Mapping[str, str]
    minutes: int
    why: Mapping[str, str]


def next_steps(course: Course, events: Iterable[Event], now: datetime, limit: int = 3) -> list[Step]:
    """The step to take first, then alternatives; empty when all is known and nothing is due."""
    view = _View(course, in_order(events), now)
    begun = list(_begun_lessons(view))
    rest = [*_questions(view), *_labs(view), *_lessons(view), *_drills(view), *_ahead(view)]
    waiting = len(share(course, view.answers, now))
    review = [_review(waiting)] if waiting else []
    if waiting >= REVIEWS_FIRST:
        return (begun + review + rest)[:limit]
    steps = begun + rest
    return (steps[:1] + review + steps[1:])[:limit]


@dataclass
class _View:
    """What every kind of step looks at, computed once."""

    course: Course
    stream: list[Event]
    now: datetime

    @cached_property
    def stand(self) -> dict[str, Standing]:
        return standings(self.course, self.stream, self.now)

    @cached_property
    def answers(self) -> list[Answer]:
        return answers(self.stream)

    @cached_property
    def evidence(self) -> dict[str, Credits]:
        return evidence(self.course, self.answers)

    @cached_property
    def passed(self) -> set[str]:
        return passed(self.stream)

    @cached_property
    def least_known(self) -> list[Concept]:
        """All concepts: least known, then fewest minutes, then in the order of study."""
        place = {c.slug: i for i, c in enumerate(study_order(self.course))}
        return sorted(
            self.course.concepts.values(), key=lambda c: (round(self.stand[c.slug].known, 6), c.minutes, place[c.slug])
        )

    def known(self, slugs: Iterable[str]) -> bool:
        """Whether all of them are known; one that the course does not have is not."""
        return all(s in self.stand and self.stand[s].state == "known" for s in slugs)

    def learning(self, *, read: bool, reachable: bool) -> list[Concept]:
        return [
            c
            for c in self.least_known
            if self.stand[c.slug].state == "learning"
            and self.stand[c.slug].read == read
            and self.known(need for need in c.needs if need in self.stand) == reachable
        ]


def _begun_lessons(view: _View) -> Iterator[Step]:
    """Lessons whose questions were answered before the lesson was read; the one touched last first."""
    last = {a.concept: number for number, a in enumerate(view.answers)}
    waiting = view.learning(read=False, reachable=True)
    for concept in sorted(waiting, key=lambda c: -last[c.slug]):
        yield _begun_lesson(view, concept)


def _begun_lesson(view: _View, concept: Concept) -> Step:
    count = sum(a.concept == concept.slug for a in view.answers)
    zh = f"你已经做了它的 {count} 题，课还没有读完。"
    en = f"You answered {_some(count, 'of its questions', 'of its questions')}; the lesson is not read yet."
    return Step("lesson", concept.slug, concept.title, concept.minutes, {"zh": zh, "en": en})


def _questions(view: _View) -> Iterator[Step]:
    """Questions of what is read and not yet known."""
    for concept in view.learning(read=True, reachable=True):
        yield from _practise(view, concept)


def _practise(view: _View, concept: Concept) -> Iterator[Step]:
    if not concept.questions:
        return
    stand = view.stand[concept.slug]
    left = to_go(view.evidence.get(concept.slug, []))
    more = _some(left, "more right answer makes", "more right answers make")
    if stand.answered:
        share = math.floor(stand.known * 100)  # never rounded up to the bar
        zh = f"目前掌握 {share}%，再答对 {left} 题就算学会。"
        en = f"You stand at {share}%; {more} it known."
    else:
        zh = f"课已读完，还没有做题；答对 {left} 题就算学会。"
        en = f"The lesson is read, no question is answered yet; {more.replace('more ', '')} it known."
    each = sum(q.minutes for q in concept.questions.values()) / len(concept.questions)
    title = {"zh": f"练题：{concept.title['zh']}", "en": f"Practise: {concept.title['en']}"}
    yield Step("questions", concept.slug, title, max(1, math.ceil(left * each)), {"zh": zh, "en": en})


def _labs(view: _View) -> Iterator[Step]:
    """Labs not passed whose concepts are all known, in the order of study of their main concept."""
    place = {c.slug: i for i, c in enumerate(study_order(view.course))}
    for lab in sorted(view.course.labs.values(), key=lambda u: (place.get(u.concepts[0], len(place)), u.slug)):
        if lab.ref not in view.passed and view.known(lab.concepts):
            yield _lab(lab)


def _lab(lab: Lab) -> Step:
    concepts, checks = len(lab.concepts), len(lab.checks)
    zh = f"它用到的 {concepts} 个概念都已掌握，{checks} 项检查等着你的代码。"
    en = f"{_known(concepts)}; {_some(checks, 'check waits', 'checks wait')} for your code."
    return Step("lab", lab.slug, lab.title, lab.minutes, {"zh": zh, "en": en})


def _lessons(view: _View) -> Iterator[Step]:
    """Lessons of what is ready."""
    for concept in view.least_known:
        if view.stand[concept.slug].state == "ready":
            yield _lesson(view.course, concept)


def _lesson(course: Course, concept: Concept) -> Step:
    needs = sum(need in course.concepts for need in concept.needs)
    opens = len(dependants(course, concept.slug))
    zh = f"它的 {needs} 个先修都已掌握" if needs else "它不需要任何先修"
    en = f"{_some(needs, 'prerequisite is', 'prerequisites are')} known" if needs else "It needs nothing before it"
    if opens:
        zh, en = (
            f"{zh}，有 {opens} 个概念以它为先修。",
            f"{en}, and {_some(opens, 'concept builds', 'concepts build')} on it.",
        )
    else:
        zh, en = f"{zh}，约 {concept.minutes} 分钟学完。", f"{en}; it takes about {concept.minutes} minutes."
    return Step("lesson", concept.slug, concept.title, concept.minutes, {"zh": zh, "en": en})


def _drills(view: _View) -> Iterator[Step]:
    """Drills not mended whose concepts are all known."""
    for drill in sorted(view.course.drills.values(), key=lambda d: (d.minutes, d.slug)):
        if drill.ref not in view.passed and view.known(drill.concepts):
            yield _drill(drill)


def _drill(drill: Drill) -> Step:
    concepts = len(drill.concepts)
    zh = f"它涉及的 {concepts} 个概念都已掌握，在真的故障里用一次。"
    en = f"{_known(concepts)}; use it where something is broken."
    return Step("drill", drill.slug, drill.title, drill.minutes, {"zh": zh, "en": en})


def _ahead(view: _View) -> Iterator[Step]:
    """What was begun before its prerequisites were known: possible, but last."""
    for concept in view.learning(read=False, reachable=False):
        yield _begun_lesson(view, concept)
    for concept in view.learning(read=True, reachable=False):
        yield from _practise(view, concept)


def _review(count: int) -> Step:
    zh = f"{count} 题到期，记得的把握已降到约 90% 或更低。"
    en = f"{_some(count, 'question is', 'questions are')} due: the odds of recall are down to about 90% or less."
    title = {"zh": f"复习 {count} 题", "en": f"Review {_some(count, 'question', 'questions')}"}
    return Step("review", "", title, max(1, round(count * REVIEW_MINUTES)), {"zh": zh, "en": en})


def _known(concepts: int) -> str:
    return f"{_some(concepts, 'concept that it uses is', 'concepts that it uses are')} known"


def _some(count: int, one: str, many: str) -> str:
    return f"{count} {one if count == 1 else many}"
