"""The next step and its alternatives, each with a reason that names a number.

What was begun is ended before anything new: lessons begun, then reviews when enough are due, then questions of what is
read and successes that only want a day between them, then a kata that is due, then labs whose concepts are shown, then new
lessons, then drills. Within each, the least known comes first. There is no calendar here, no goal and no forecast: the day's
list is `beikao.coach.queue`.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cached_property

from beikao.coach.answers import answers, day, in_order, passed
from beikao.coach.katas import Kata, katas
from beikao.coach.memory import due, exam_day
from beikao.coach.standing import SUCCESSES, Standing, passed_unaided, standings, to_go
from beikao.course import Concept, Course, Drill, Lab
from beikao.course.graph import dependants, study_order
from beikao.events import Answer, Event, ReferenceRevealed

REVIEWS_FIRST = 5  # so many due questions come before anything new
REVIEW_MINUTES = 1.0


@dataclass(frozen=True)
class Step:
    """`kind` is lesson, questions, lab, kata, drill or review; `slug` is empty for review, a kata's is its lab's. `after`: the refs of
    the units without which it cannot be begun yet."""

    kind: str
    slug: str
    title: Mapping[str, str]
    minutes: int
    why: Mapping[str, str]
    count: int = 0  # questions of a review
    after: tuple[str, ...] = ()

    @property
    def ref(self) -> str:
        """The unit of a plan that it works on; empty for reviews and katas."""
        kind = {"lesson": "concept", "questions": "concept", "lab": "lab", "drill": "drill"}.get(self.kind)
        return f"{kind}:{self.slug}" if kind else ""


def next_steps(course: Course, events: Iterable[Event], now: datetime, limit: int = 3,
               order: Sequence[str] = ()) -> list[Step]:  # fmt: skip
    """The step to take first, then alternatives; empty when nothing can be done now. `order`: refs as a plan has them; new
    work goes by it, and what it does not name comes after."""
    view = _View(course, in_order(events), now)
    begun = [*_begun_katas(view), *_begun_lessons(view)]
    place = {ref: n for n, ref in enumerate(order)}
    fresh = [*_labs(view), *_lessons(view), *_drills(view)]
    if place:
        fresh.sort(key=lambda step: place.get(step.ref, len(place)))
    rest = [*_questions(view), *_confirmations(view), *_due_katas(view), *fresh, *_ahead(view)]
    review = [review_step(len(view.waiting), view.faded, view.exam)] if view.waiting else []
    if len(view.waiting) >= REVIEWS_FIRST:
        return (begun + review + rest)[:limit]
    steps = begun + rest
    return (steps[:1] + review + steps[1:])[:limit]


def with_followers(course: Course, events: Iterable[Event], now: datetime, steps: Sequence[Step],
                   order: Sequence[str]) -> list[Step]:  # fmt: skip
    """The steps with the lessons and labs that a plan (`order`) has behind them: what opens on the day on which they are done."""
    view, out = _View(course, in_order(events), now), list(steps)
    place = {ref: n for n, ref in enumerate(order)}
    for ref in order:
        step = _follower(view, ref, {s.ref for s in out})
        if step is not None:
            last = max(n for n, s in enumerate(out) if s.ref in step.after)
            later = (n for n, s in enumerate(out) if n > last and place.get(s.ref, len(place)) > place[ref])
            out.insert(next(later, len(out)), step)
    return out


def _follower(view: _View, ref: str, before: set[str]) -> Step | None:
    """The step on a unit that waits for nothing but some of the units `before`; None on any other."""
    kind, _, slug = ref.partition(":")
    unit = (
        view.course.concepts.get(slug) if kind == "concept" else view.course.labs.get(slug) if kind == "lab" else None
    )
    if unit is None or ref in before or ref in view.passed:
        return None
    if isinstance(unit, Concept):
        locked = view.stand[slug].state == "locked"
        waits = [n for n in unit.needs if locked and n in view.stand and not view.stand[n].opens]
    else:
        waits = [c for c in unit.concepts if not view.shown([c])]
    after = tuple(f"concept:{w}" for w in waits)
    if not after or not before.issuperset(after):
        return None
    names = [view.course.concepts[w].title for w in waits]
    zh = f"接在{'、'.join('「' + n['zh'] + '」' for n in names)}后面：学完就能开始。"
    en = f"It follows {', '.join(n['en'] for n in names)}: begin it when that is done."
    step = _lesson(view.course, unit) if isinstance(unit, Concept) else _lab(view, unit)
    return replace(step, why={"zh": zh, "en": en}, after=after)


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
    def passed(self) -> set[str]:
        return passed(self.stream)

    @cached_property
    def unaided(self) -> set[str]:
        return passed_unaided(self.stream)

    @cached_property
    def katas(self) -> list[Kata]:
        return katas(self.course, self.stream, self.now)

    @cached_property
    def waiting(self) -> list[str]:
        """Questions that are due, today's share."""
        return due(self.course, self.stream, self.now)

    @property
    def exam(self) -> date | None:
        """The day that reviews are aimed at."""
        return exam_day(self.course, self.stream, self.now)

    @property
    def faded(self) -> int:
        return sum(s.faded for s in self.stand.values())

    @cached_property
    def least_known(self) -> list[Concept]:
        """All concepts: least known, then fewest minutes, then in the order of study."""
        place = {c.slug: i for i, c in enumerate(study_order(self.course))}
        return sorted(
            self.course.concepts.values(), key=lambda c: (round(self.stand[c.slug].known, 6), c.minutes, place[c.slug])
        )

    def shown(self, slugs: Iterable[str]) -> bool:
        """Whether all of them are shown or known, whatever their labs; one that the course does not have is not."""
        return all(s in self.stand and (self.stand[s].shown or self.stand[s].state == "known") for s in slugs)

    def open(self, slugs: Iterable[str]) -> bool:
        """Whether what is built on them may be begun."""
        return all(s in self.stand and self.stand[s].opens for s in slugs)

    def learning(self, *, read: bool, reachable: bool) -> list[Concept]:
        """Begun: of those read the ones not yet shown, of the others all; the least known first."""
        return [
            c
            for c in self.least_known
            if self.stand[c.slug].state == "learning"
            and self.stand[c.slug].read == read
            and not (read and self.stand[c.slug].shown)
            and self.open(need for need in c.needs if need in self.stand) == reachable
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
    """Questions of what is read and not yet shown."""
    for concept in view.learning(read=True, reachable=True):
        yield from _practise(view, concept)


def _practise(view: _View, concept: Concept) -> Iterator[Step]:
    if not concept.questions:
        return
    stand = view.stand[concept.slug]
    left = to_go(stand)
    if stand.successes >= SUCCESSES:
        zh = f"独立做对的 {stand.successes} 题都是选出来的，再做对 {left} 道要自己算或写的题，就能往下学。"
        en = f"The {stand.successes} you got right unaided were all chosen; {left} more that you work out yourself opens what follows."
    elif stand.answered:
        zh = f"做过 {stand.answered} 题，独立做对 {stand.successes} 题；再做对 {left} 题就能往下学。"
        en = (f"Of {_some(stand.answered, 'answer', 'answers')} {stand.successes} {'was' if stand.successes == 1 else 'were'} right unaided; "
              f"{left} more {'opens' if left == 1 else 'open'} what follows.")  # fmt: skip
    else:
        zh = f"课已读完，还没有做题；独立做对 {left} 题就能往下学。"
        en = f"The lesson is read, no question is answered yet; {left} right unaided {'opens' if left == 1 else 'open'} what follows."
    yield _questions_step(concept, left, zh, en)


def _questions_step(concept: Concept, count: int, zh: str, en: str) -> Step:
    each = sum(q.minutes for q in concept.questions.values()) / len(concept.questions)
    title = {"zh": f"练题：{concept.title['zh']}", "en": f"Practise: {concept.title['en']}"}
    return Step("questions", concept.slug, title, max(1, math.ceil(count * each)), {"zh": zh, "en": en})


def _confirmations(view: _View) -> Iterator[Step]:
    """Questions of what is shown and waits, since a day ago, for one success that comes later; a review that is due brings it too."""
    in_review = {name.partition("/")[0] for name in view.waiting}
    for concept in view.least_known:
        stand = view.stand[concept.slug]
        late = stand.confirm_from is not None and stand.confirm_from <= view.now
        if late and concept.questions and concept.slug not in in_review and (stand.read or not stand.opens):
            zh = f"第一次独立做对已过 24 小时，今天再独立做对 1 题，{'就算掌握' if not stand.labs_due else '就只差实验'}。"
            en = (f"It is 24 hours since you first got it right unaided; 1 more today {'makes it mastered' if not stand.labs_due else 'leaves only its lab'}.")  # fmt: skip
            yield _questions_step(concept, 1, zh, en)


def _begun_katas(view: _View) -> Iterator[Step]:
    """A kata whose clock is running."""
    for kata in view.katas:
        if kata.began is not None:
            gone = int((view.now - kata.began).total_seconds() // 60)
            zh, en = (
                f"计时已经走了 {gone} 分钟，限时 {kata.minutes} 分钟。",
                f"Its clock has run {gone} of {kata.minutes} minutes.",
            )
            yield _kata(view, kata, max(1, kata.minutes - gone), zh, en)


def _due_katas(view: _View) -> Iterator[Step]:
    """The kata that is most overdue; one a day is enough."""
    here = [k for k in view.katas if k.began is None and k.due <= view.now]
    tz = view.stream[-1].tz if view.stream else "UTC"
    if here and not any(day(k.last, tz) == day(view.now, tz) for k in view.katas if k.tries):
        kata = here[0]
        ago = max(1, (view.now - kata.last).days)
        zh = f"{ago} 天前写过；白纸重写一遍，限时 {kata.minutes} 分钟，面试就这样考。"
        en = f"Last written {_some(ago, 'day', 'days')} ago; write it again from nothing within {kata.minutes} minutes, as an interview asks."
        yield _kata(view, kata, kata.minutes, zh, en)


def _kata(view: _View, kata: Kata, minutes: int, zh: str, en: str) -> Step:
    title = view.course.labs[kata.lab].title
    words = {"zh": f"手撕：{title['zh']}", "en": f"By hand: {title['en']}"}
    return Step("kata", kata.lab, words, minutes, {"zh": zh, "en": en})


def _labs(view: _View) -> Iterator[Step]:
    """Labs not passed whose concepts are all shown, in the order of study of their main concept."""
    place = {c.slug: i for i, c in enumerate(study_order(view.course))}
    for lab in sorted(view.course.labs.values(), key=lambda u: (place.get(u.concepts[0], len(place)), u.slug)):
        if view.shown(lab.concepts):
            if lab.ref not in view.passed:
                yield _lab(view, lab)
            elif lab.ref not in view.unaided and _aided_passes_rest(view, lab):
                yield _lab_again(view, lab)


def _aided_passes_rest(view: _View, lab: Lab) -> bool:
    """Whether a lab passed with its reference open still gates something, and a day has gone since it was opened."""
    opened = [e.at for e in view.stream if e.type == ReferenceRevealed.TYPE and e.data["unit"] == lab.ref]
    gated = any(lab.slug in view.stand[c].labs_due for c in lab.concepts if c in view.stand)
    return gated and bool(opened) and view.now - opened[-1] >= timedelta(hours=24)


def _lab(view: _View, lab: Lab) -> Step:
    concepts, checks = len(lab.concepts), len(lab.checks)
    zh = f"它用到的 {concepts} 个概念都已过关，{checks} 项检查等着你的代码。"
    en = f"{_past(concepts)}; {_some(checks, 'check waits', 'checks wait')} for your code."
    return Step("lab", lab.slug, lab.title, lab.minutes, {"zh": zh, "en": en})


def _lab_again(view: _View, lab: Lab) -> Step:
    gated = sum(lab.slug in view.stand[c].labs_due for c in lab.concepts if c in view.stand)
    zh = f"上次是看着参考实现通过的；隔了 24 小时，自己再写一遍，{gated} 个概念就差它。"
    en = f"You passed it with the reference open; 24 hours later, write it yourself: {_some(gated, 'concept waits', 'concepts wait')} for it."
    return Step("lab", lab.slug, lab.title, lab.minutes, {"zh": zh, "en": en})


def _lessons(view: _View) -> Iterator[Step]:
    """Lessons of what is ready."""
    for concept in view.least_known:
        if view.stand[concept.slug].state == "ready":
            yield _lesson(view.course, concept)


def _lesson(course: Course, concept: Concept) -> Step:
    needs = sum(need in course.concepts for need in concept.needs)
    opens = len(dependants(course, concept.slug))
    zh = f"它的 {needs} 个先修都已过关" if needs else "它不需要任何先修"
    en = f"{_some(needs, 'prerequisite is', 'prerequisites are')} done" if needs else "It needs nothing before it"
    if opens:
        zh, en = (
            f"{zh}，有 {opens} 个概念以它为先修。",
            f"{en}, and {_some(opens, 'concept builds', 'concepts build')} on it.",
        )
    else:
        zh, en = f"{zh}，约 {concept.minutes} 分钟学完。", f"{en}; it takes about {concept.minutes} minutes."
    return Step("lesson", concept.slug, concept.title, concept.minutes, {"zh": zh, "en": en})


def _drills(view: _View) -> Iterator[Step]:
    """Drills not mended whose concepts are all mastered, if only provisionally."""
    for drill in sorted(view.course.drills.values(), key=lambda d: (d.minutes, d.slug)):
        if drill.ref not in view.passed and view.open(drill.concepts):
            yield _drill(drill)


def _drill(drill: Drill) -> Step:
    concepts = len(drill.concepts)
    zh = f"它涉及的 {concepts} 个概念都已过关，在真的故障里用一次。"
    en = f"{_past(concepts)}; use it where something is broken."
    return Step("drill", drill.slug, drill.title, drill.minutes, {"zh": zh, "en": en})


def _ahead(view: _View) -> Iterator[Step]:
    """What was begun before its prerequisites were done: possible, but last."""
    for concept in view.learning(read=False, reachable=False):
        yield _begun_lesson(view, concept)
    for concept in view.learning(read=True, reachable=False):
        yield from _practise(view, concept)


def review_step(count: int, faded: int = 0, exam: date | None = None) -> Step:
    """The review of so many questions; `faded` mastered concepts are among what is due; `exam`: the day that reviews are aimed at."""
    if exam:
        zh = f"{count} 题，今天复习它们，对 {exam.month} 月 {exam.day} 日那天还记得多少帮助最大"
        en = f"{_some(count, 'question', 'questions')}: of all that could be reviewed today, most help for what you recall on {exam.day} {exam:%B}"
    else:
        zh = f"{count} 题到期，记得的把握已降到约 90% 或更低"
        en = f"{_some(count, 'question is', 'questions are')} due: the odds of recall are down to about 90% or less"
    if faded:
        zh = f"{zh}；{faded} 个掌握过的概念已经淡了"
        en = f"{en}; {_some(faded, 'mastered concept has', 'mastered concepts have')} faded"
    title = {"zh": f"复习 {count} 题", "en": f"Review {_some(count, 'question', 'questions')}"}
    return Step("review", "", title, max(1, round(count * REVIEW_MINUTES)), {"zh": f"{zh}。", "en": f"{en}."}, count)


def _past(concepts: int) -> str:
    return f"{_some(concepts, 'concept that it uses is', 'concepts that it uses are')} done"


def _some(count: int, one: str, many: str) -> str:
    return f"{count} {one if count == 1 else many}"
