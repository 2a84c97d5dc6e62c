"""The next step and its alternatives, each with a reason that names a number."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from beikao.coach.answers import in_order
from beikao.coach.memory import due
from beikao.coach.standing import KNOWN, KNOWN_ANSWERS, Standing, standings
from beikao.course import Concept, Course
from beikao.course.graph import dependants, labs_of, study_order
from beikao.events import CodeJudged, Event

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
    stream = in_order(events)
    stand = standings(course, stream)
    waiting = due(course, stream, now)
    review = [_review(len(waiting))] if waiting else []
    found = list(_begun(course, stand, stream))
    found += list(_new(course, stand))
    found += list(_drills(course, stand, stream))
    steps = review + found if len(waiting) >= REVIEWS_FIRST else found[:1] + review + found[1:]
    return _distinct(steps)[:limit]


def _distinct(steps: list[Step]) -> list[Step]:
    seen: dict[tuple[str, str], Step] = {}
    for step in steps:
        seen.setdefault((step.kind, step.slug), step)
    return list(seen.values())


def _review(count: int) -> Step:
    minutes = max(1, round(count * REVIEW_MINUTES))
    return Step(
        "review", "", {"zh": f"复习 {count} 题", "en": f"Review {count} question{'s' if count > 1 else ''}"}, minutes,
        {"zh": f"{count} 题快要忘了,现在重做最省力。", "en": f"{count} are about to be forgotten; now is the cheapest moment."},
    )  # fmt: skip


def _begun(course: Course, stand: Mapping[str, Standing], stream: list[Event]) -> Iterator[Step]:
    """What is under way: the concept touched last first, its questions, then labs of what is known."""
    touched = _last_touched(stream)
    learning = [c for c in study_order(course) if stand[c.slug].state == "learning"]
    for concept in sorted(learning, key=lambda c: -touched.get(c.slug, 0)):
        yield _lesson(course, concept) if not stand[concept.slug].read else _questions(concept, stand[concept.slug])
    for concept in study_order(course):
        if stand[concept.slug].state == "known":
            for slug in labs_of(course, concept.slug):
                lab = course.labs[slug]
                if slug not in stand[concept.slug].labs_passed and lab.concepts[0] == concept.slug:
                    yield _lab(course, slug)


def _last_touched(stream: list[Event]) -> dict[str, int]:
    out: dict[str, int] = {}
    for place, event in enumerate(stream):
        slug = event.data.get("concept") or str(event.data.get("question", "")).partition("/")[0]
        if slug:
            out[slug] = place + 1
    return out


def _new(course: Course, stand: Mapping[str, Standing]) -> Iterator[Step]:
    """Ready concepts, least known first, then in the order of study."""
    place = {c.slug: i for i, c in enumerate(study_order(course))}
    ready = [c for c in course.concepts.values() if stand[c.slug].state == "ready"]
    for concept in sorted(ready, key=lambda c: (round(stand[c.slug].known, 6), place[c.slug])):
        yield _lesson(course, concept)


def _lesson(course: Course, concept: Concept) -> Step:
    opens = len(dependants(course, concept.slug))
    if concept.needs:
        zh = f"它的 {len(concept.needs)} 个先修都已掌握"
        en = f"its {len(concept.needs)} prerequisite{'s are' if len(concept.needs) > 1 else ' is'} known"
    else:
        zh, en = "它不需要任何先修", "it needs nothing before it"
    more_zh = f",学会后打开 {opens} 个新概念。" if opens else "。"
    more_en = f", and it opens {opens} more." if opens else "."
    return Step("lesson", concept.slug, concept.title, concept.minutes,
                {"zh": zh + more_zh, "en": en[0].upper() + en[1:] + more_en})  # fmt: skip


def _questions(concept: Concept, stand: Standing) -> Step:
    left = max(KNOWN_ANSWERS - stand.answered, 1)
    minutes = max(2, round(sum(q.minutes for q in concept.questions.values())))
    if stand.answered < KNOWN_ANSWERS:
        why = {
            "zh": f"课已读完,还差 {left} 题才算有把握。",
            "en": f"The lesson is read; {left} more answers show whether it holds.",
        }
    else:
        share = f"{stand.known:.0%}"
        why = {
            "zh": f"目前掌握 {share},到 {KNOWN:.0%} 才算学会。",
            "en": f"You stand at {share}; {KNOWN:.0%} counts as known.",
        }
    title = {"zh": f"练题:{concept.title['zh']}", "en": f"Practise: {concept.title['en']}"}
    return Step("questions", concept.slug, title, minutes, why)


def _lab(course: Course, slug: str) -> Step:
    lab = course.labs[slug]
    why = {
        "zh": f"它用到的概念已经掌握,{len(lab.checks)} 项检查等着你的代码。",
        "en": f"What it needs is known; {len(lab.checks)} checks wait for your code.",
    }
    return Step("lab", slug, lab.title, lab.minutes, why)


def _drills(course: Course, stand: Mapping[str, Standing], stream: list[Event]) -> Iterator[Step]:
    mended = {e.data["unit"] for e in stream if e.type == CodeJudged.TYPE and e.data["verdict"]["state"] == "passed"}
    for drill in course.drills.values():
        if drill.ref not in mended and all(stand[c].state == "known" for c in drill.concepts if c in stand):
            why = {
                "zh": "相关概念都已掌握,试试在真故障里用它。",
                "en": "Its concepts are known; use them where something is broken.",
            }
            yield Step("drill", drill.slug, drill.title, drill.minutes, why)
