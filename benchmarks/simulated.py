"""Simulated learners study the blueprint's 139 concepts; what they did, as events, and what was true of them. Used by `graph_credit.py` and `cold_start.py`.

The events are those that the product would have written, so a benchmark runs the coach's own code on them. The simulator shares no
formula with the model of ability (`beikao.coach.simulator`). The author's difficulty of a concept is its stage, which tells
only half of the difficulty that the simulated learners meet. All figures from here are simulated.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np

from beikao.coach.items import guess_of
from beikao.coach.simulator import Graph, Learner, graph
from beikao.course import Concept, Course, Question, QuestionText
from beikao.course.types import LEVELS
from beikao.events import Data, Event, LessonRead, QuestionAnswered

FILE = Path(__file__).resolve().parent / "blueprint" / "graph.json"
START = datetime(2026, 1, 5, 18, tzinfo=UTC)
KINDS = {"remember": "choice", "understand": "choices", "apply": "numeric", "analyse": "numeric", "create": "symbolic"}
PLACED, REVIEWS, LESSONS = 12, 6, 2  # questions of the placement; reviews, new lessons a day
WORDS = QuestionText("?", ".", dict.fromkeys("abcd", "."), {}, {})
Rows = Sequence[tuple[str, Sequence[str], str, int, float]]


@dataclass(frozen=True)
class Story:
    """`chances[i]` was the true chance of the i-th answer; `known` is, at the end, the true chance of each concept's question to apply it."""

    events: list[Event]
    chances: list[float]
    known: dict[str, float]
    end: datetime


def rows() -> Rows:
    """(name, needs, area, stage, minutes) of the blueprint."""
    found = json.loads(FILE.read_text(encoding="utf-8"))["concepts"]
    return [(c["slug"], c["needs"], c["area"], c["stage"], c["minutes"]) for c in found]


def rewired(given: Rows, chance: np.random.Generator) -> Rows:
    """Every need replaced by a concept drawn from those that stand earlier in a valid order: a graph that is not true."""
    order, by = graph(given).names, {row[0]: row for row in given}
    out = []
    for at, name in enumerate(order):
        _, needs, area, stage, minutes = by[name]
        count = min(len(needs), at)
        out.append(
            (name, [order[i] for i in chance.choice(at, count, replace=False)] if count else [], area, stage, minutes)
        )
    return out


def course(given: Rows) -> Course:
    """With a question of each level for every concept."""
    concepts = {
        name: Concept(
            slug=name, area=area, folder=Path("x"), rev="r", title={}, objective={}, needs=tuple(needs), related=(), stage=stage,
            minutes=int(minutes), difficulty=stage, guide=(), claims={}, sources={}, misconceptions={}, facts={}, lessons={},
            figures={}, questions={level: _question(name, level) for level in LEVELS},
        ) for name, needs, area, stage, minutes in given
    }  # fmt: skip
    return Course(
        concepts=concepts, labs={}, drills={}, stages={}, tracks={}, guide={}, planned={}, glossary={}, faults=()
    )


def _question(concept: str, level: str) -> Question:
    return Question(concept=concept, slug=level, folder=Path("x"), rev="r", kind=KINDS[level], stimulus="text", level=level, minutes=2,
                    also=(), keep_order=False, text={"zh": WORDS, "en": WORDS}, make=None)  # fmt: skip


class Study:
    """One learner at work."""

    def __init__(self, land: Graph, of: Course, seed: int) -> None:
        self.course, self.chance = of, np.random.default_rng([20261128, seed])
        self.learner = Learner(land, np.random.default_rng([7, seed]))
        self.events: list[Event] = []
        self.chances: list[float] = []

    def note(self, data: Data, now: float) -> None:
        at = START + timedelta(days=now, microseconds=len(self.events))
        self.events.append(Event(f"{len(self.events):06d}", "me", at, "UTC", "web", data.TYPE, data.as_dict()))

    def answer(self, concept: str, level: str, now: float, mode: str) -> None:
        """One question, recorded."""
        guess = guess_of(self.course.concepts[concept].questions[level])
        self.chances.append(self.learner.chance(concept, level, now, guess=guess))
        right = self.learner.answer(concept, level, now, guess=guess, feedback=mode != "placement")
        self.note(
            QuestionAnswered(f"{concept}/{level}", "r", len(self.events), "", float(right), None, mode, 1, 60.0), now
        )

    def run(self, days: int) -> Story:
        """A placement, then new lessons in the order of the graph, with their questions, and reviews of older ones."""
        names = list(self.learner.graph.names)
        for c in self.chance.choice(len(names), PLACED, replace=False):
            self.answer(names[c], "apply", 0.0, "placement")
        read: list[str] = []
        for day in range(days):
            if self.learner.studies(day):
                self._day(day + 0.5, names, read)
        end = days + 0.25
        known = {n: self.learner.chance(n, "apply", end, guess=0.03) for n in names}
        return Story(self.events, self.chances, known, START + timedelta(days=end))

    def _day(self, now: float, names: list[str], read: list[str]) -> None:
        old = [str(n) for n in self.chance.choice(read, min(REVIEWS, len(read)), replace=False)] if read else []
        for name in old:
            now += self.learner.minutes(2, now) / 1440
            self.answer(name, LEVELS[int(self.chance.integers(len(LEVELS)))], now, "review")
        for name in names[len(read) : len(read) + LESSONS]:
            now += self.learner.minutes(20, now) / 1440
            self.learner.read(name, now)
            self.note(LessonRead(name, "r", "en", 1200.0), now)
            read.append(name)
            for level in LEVELS:
                now += self.learner.minutes(2, now) / 1440
                self.answer(name, level, now, "lesson")


def stories(of: Course, given: Rows, learners: int, days: int, first: int = 0) -> list[Story]:
    """Of learners number `first` and on."""
    land = graph(given)
    return [Study(land, of, first + i).run(days) for i in range(learners)]
