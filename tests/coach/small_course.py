"""A small course from the dataclasses, and a learner's events on it, for tests of the coach.

The graph: `a` <- `b` <- `c`, and `d` alone. Lab `lab-b` needs `b` and `a`; drill `mend-a` needs `a`.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from beikao.course import CheckUnit, Concept, Course, Drill, Lab, Question, QuestionText
from beikao.events import (
    AnswerUndone,
    CodeJudged,
    Corrected,
    Data,
    Event,
    HintTaken,
    LessonRead,
    NoteSet,
    QuestionAnswered,
    new_id,
)

START = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
WORDS = QuestionText("?", ".", {}, {}, {})
QUESTIONS = ("q1", "q2", "q3")


def question(concept: str, slug: str, *, minutes: float = 2, also: tuple[str, ...] = (),
             kind: str = "numeric") -> Question:  # fmt: skip
    return Question(
        concept=concept, slug=slug, folder=Path("x"), rev="r", kind=kind, stimulus="text", level="apply",
        minutes=minutes, also=also, keep_order=False, text={"zh": WORDS, "en": WORDS}, make=None, truth=1,
    )  # fmt: skip


def concept(slug: str, *, needs: tuple[str, ...] = (), minutes: int = 60, also: tuple[str, ...] = (),
            questions: tuple[str, ...] = QUESTIONS, kinds: tuple[str, ...] = ()) -> Concept:  # fmt: skip
    return Concept(
        slug=slug, area="math", folder=Path("x"), rev="r", title={"zh": f"概念{slug}", "en": f"Concept {slug}"},
        objective={"zh": "", "en": ""}, needs=needs, related=(), stage=1, minutes=minutes, difficulty=1, guide=(),
        claims={}, sources={}, misconceptions={}, facts={}, lessons={}, figures={},
        questions={q: question(slug, q, also=also, kind=k) for q, k in zip(questions, kinds or ("numeric",) * 9, strict=False)},
    )  # fmt: skip


def lab(slug: str, *concepts: str, kata: int = 0) -> Lab:
    return Lab(
        slug=slug, folder=Path("x"), rev="r", title={"zh": "实验", "en": "Lab"}, summary={"zh": "", "en": ""},
        concepts=concepts, later=(), guide=(), minutes=90, files=("solution.py",), profile="pure", needs_programs=(), run=(),
        uses=(), limits={}, checks=(CheckUnit("c", {"zh": "", "en": ""}, 1.0, "quick"),) * 4, wrong=(),
        task={"zh": "", "en": ""}, hints={}, start={}, reference={}, wrong_trees={}, rig=None,
        kata=kata,
    )  # fmt: skip


def drill(slug: str, *concepts: str) -> Drill:
    return Drill(
        slug=slug, folder=Path("x"), rev="r", title={"zh": "故障", "en": "Drill"}, summary={"zh": "", "en": ""},
        concepts=concepts, later=(), guide=(), minutes=30, editable=(), run="", observe=(), limits={}, causes=(),
        checks=(), wrong=(), story={"zh": "", "en": ""}, hints={}, system={},
    )  # fmt: skip


def course(*concepts: Concept, labs: tuple[Lab, ...] = (), drills: tuple[Drill, ...] = ()) -> Course:
    return Course(
        concepts={c.slug: c for c in concepts}, labs={u.slug: u for u in labs}, drills={d.slug: d for d in drills},
        stages={}, tracks={}, guide={}, planned={}, glossary={}, faults=(),
    )  # fmt: skip


def small() -> Course:
    return course(
        concept("a"), concept("b", needs=("a",), also=("a",)), concept("c", needs=("b",)), concept("d", minutes=45),
        labs=(lab("lab-b", "b", "a"),), drills=(drill("mend-a", "a"),),
    )  # fmt: skip


def event(data: Data, *, minute: float = 0, tz: str = "UTC", event_id: str = "") -> Event:
    at = START + timedelta(minutes=minute)
    return Event(event_id or new_id(at), "me", at, tz, "web", data.TYPE, data.as_dict())


def later_type(data: Mapping[str, Any], *, minute: float = 0) -> Event:
    at = START + timedelta(minutes=minute)
    return Event(new_id(at), "me", at, "UTC", "web", "type.of-later", data)


def answer(name: str = "a/q1", credit: float = 1.0, *, minute: float = 0, tz: str = "UTC", event_id: str = "",
           **more: Any) -> Event:  # fmt: skip
    fields = {"rev": "r", "seed": int(minute * 10), "given": "1", "misconception": None, "mode": "practice", "attempt": 1,
              "seconds": 60.0, **more}  # fmt: skip
    return event(QuestionAnswered(question=name, credit=credit, **fields), minute=minute, tz=tz, event_id=event_id)


def read(slug: str, *, minute: float = 0, seconds: float = 600) -> Event:
    return event(LessonRead(slug, "r", "zh", seconds), minute=minute)


def judged(unit: str, state: str = "passed", *, minute: float = 0, submission: str = "s") -> Event:
    return event(CodeJudged(submission, unit, {"state": state}), minute=minute)


def knows(slug: str, *, minute: float = 0) -> list[Event]:
    """Reads it and answers six questions right, all on one day: shown, and not yet mastered."""
    return [read(slug, minute=minute), *(answer(f"{slug}/q{1 + i % 3}", minute=minute + 1 + i) for i in range(6))]


def masters(slug: str, *, minute: float = 0) -> list[Event]:
    """The same, and one more right answer a day after."""
    return [*knows(slug, minute=minute), answer(f"{slug}/q1", minute=minute + 1 + 24 * 60)]


NAMES = st.sampled_from([f"{c}/{q}" for c in "abcd" for q in QUESTIONS] + ["gone/q1", "a/gone"])
MINUTES = st.integers(0, 60 * 24 * 90)
IDS = st.integers(0, 40).map(lambda n: f"id-{n:03d}")
ANSWERS = st.builds(
    lambda i, name, credit, minute, mode, grade, evidence, revealed, hints, seconds: answer(
        name, credit, minute=minute, event_id=i, mode=mode, grade=grade, evidence=evidence, revealed=revealed,
        hints=hints, seconds=seconds,
    ),
    IDS, NAMES, st.sampled_from([0.0, 0.3, 0.6, 1.0]), MINUTES, st.sampled_from(["lesson", "practice", "review"]),
    st.none() | st.integers(1, 4), st.booleans(), st.booleans(), st.integers(0, 2), st.floats(0, 900),
)  # fmt: skip
OTHERS = st.builds(
    lambda i, minute, data: event(data, minute=minute, event_id=i),
    IDS,
    MINUTES,
    st.one_of(
        st.builds(AnswerUndone, event=IDS),
        st.builds(Corrected, events=st.lists(IDS, max_size=2), reason=st.just("key")),
        st.builds(LessonRead, concept=st.sampled_from("abcd"), rev=st.just("r"), language=st.just("en"), seconds=st.floats(0, 4000)),
        st.builds(CodeJudged, submission=IDS, unit=st.sampled_from(["lab:lab-b", "drill:mend-a"]),
                  verdict=st.sampled_from([{"state": "passed"}, {"state": "failed"}, {}])),
        st.builds(NoteSet, unit=st.just("u"), text=st.just("t")),
        st.builds(HintTaken, unit=st.just("u"), number=st.just(1)),
    ),
)  # fmt: skip
STREAMS = st.lists(st.one_of(ANSWERS, ANSWERS, OTHERS), max_size=40, unique_by=lambda e: e.id)
