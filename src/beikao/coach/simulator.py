"""Simulated learners on a course graph, for benchmarks and tests: what they know, answer, learn, forget, and how long it takes.

It shares no formula with the coach's models of ability, memory and placement except where a caller sets its parameters so; a
figure that rests on it is called simulated and says nothing about people. The server never imports it. Time is a float of
days since the learner began; the caller moves it, forwards only. The same seed and the same calls give the same learner.
`docs/guide/simulator.md` has every parameter with its source, or says that it was chosen.

A right answer: three parts multiplied and mixed. Who has not learnt a concept, or has lost it for the moment, guesses; who holds it answers right
with the logistic curve of a four-parameter item response model (Barton and Lord 1981). Learning is all or nothing by concept,
as in knowledge tracing (Corbett and Anderson 1995, 10.1007/BF01099821). Forgetting is a power law (Wixted and Ebbesen 1991,
10.1111/j.1467-9280.1991.tb00175.x), an exponential on request; a success strengthens more, the longer it was away (Cepeda et al.
2006, 10.1037/0033-2909.132.3.354). Minutes are log-normal with a pace of one's own (van der Linden 2006, 10.3102/10769986031002181).
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from graphlib import TopologicalSorter
from typing import Any

import numpy as np
from numpy.typing import NDArray

from beikao.course import Course

LEVELS = {
    "remember": -0.7,
    "understand": -0.35,
    "apply": 0.0,
    "analyse": 0.35,
    "create": 0.7,
}  # logits an item is harder
CURVES = ("power", "exponential")
SESSION = 30 / (24 * 60)  # days without an act after which a new session begins, rested


# ---- the graph


@dataclass(frozen=True)
class Graph:
    """`needs[i]` are places in `names`, every need before what needs it; `difficulty` in logits, `minutes` by its author, `area` a name."""

    names: tuple[str, ...]
    needs: tuple[tuple[int, ...], ...]
    area: tuple[str, ...]
    difficulty: tuple[float, ...]
    minutes: tuple[float, ...]

    def __len__(self) -> int:
        return len(self.names)

    @cached_property
    def place(self) -> dict[str, int]:
        """name -> place."""
        return {name: i for i, name in enumerate(self.names)}


def graph(rows: Iterable[tuple[str, Sequence[str], str, int, float]],
          difficulty: Mapping[str, float] | None = None) -> Graph:  # fmt: skip
    """From (name, needs, area, stage 1 to 4, minutes) in any order; needs that have no row are left out. Without `difficulty` it is -2 to 2 by
    stage and depth, half each. Raises graphlib.CycleError, a ValueError, where the needs run in a circle."""
    given = {name: (needs, area, stage, minutes) for name, needs, area, stage, minutes in rows}
    kept = {name: [n for n in row[0] if n in given] for name, row in given.items()}
    names = tuple(TopologicalSorter(kept).static_order())
    place = {name: i for i, name in enumerate(names)}
    depth: list[int] = []
    for name in names:
        depth.append(1 + max((depth[place[n]] for n in kept[name]), default=-1))
    deepest = max([*depth, 1])
    own = {n: 2 * depth[i] / deepest + 2 * (given[n][2] - 1) / 3 - 2 for i, n in enumerate(names)}
    return Graph(
        names,
        tuple(tuple(place[n] for n in kept[name]) for name in names),
        tuple(given[name][1] for name in names),
        tuple((difficulty or own)[name] for name in names),
        tuple(given[name][3] for name in names),
    )


def graph_of(course: Course) -> Graph:
    """The concepts of a course."""
    return graph((c.slug, c.needs, c.area, c.stage, c.minutes) for c in course.concepts.values())


@lru_cache(maxsize=8)
def _roots(graph: Graph, along: float) -> NDArray[np.float64]:
    """(n, n): times independent normal variates it is a field over the graph, every concept of variance 1 and correlated by `along` with the
    (scaled) sum of its needs."""
    out = np.eye(len(graph))
    for c, needs in enumerate(graph.needs):
        if needs:
            above = out[list(needs)].sum(0)
            out[c] = along * above / np.linalg.norm(above)
            out[c, c] = math.sqrt(1 - along**2)
    return out


# ---- who learns


@dataclass(frozen=True)
class Population:
    """Where learners are drawn from; `..._spread` of a quantity in logits is its standard deviation, of a positive one that of its logarithm.

    Knowledge at the start: `ability`, a `leaning` to each area, and a field over the graph of size `patchy`, whose neighbours correlate by `along`; with
    the needs known, the concept is known with logistic(`steep` x (their sum - difficulty)), else with `leak`. `known` = False starts from nothing.
    Answers: `slip` at an item as hard as the learner is able, `guess`, `discrimination` of the logistic curve (0: slips are equally likely everywhere).
    Memory: `curve`; `decay`, the exponent of the power law; days until recall is 90%: `first` after learning, `old` of what was known at the start;
    a success multiplies them by 1 + `growth` x (1 - recall) ** `spacing` x days ** -`saturation` x exp(-`hard` x difficulty);
    what was lost and is learnt again keeps the share `lapse` of them; a success reaches each need with the chance `carry`.
    Learning: odds of a lesson, a question with feedback, in logits at an item as hard as the learner is able; `unready` multiplies the chance where a need is not there.
    Tiredness: `fatigue` logits an hour after `fresh` minutes of a session. Time: `pace`, `noise`. Days: share `missed`, in runs of mean length `run`.
    """

    ability: float = -0.3
    ability_spread: float = 1.2
    leaning: float = 0.2
    patchy: float = 0.5
    along: float = 0.6
    steep: float = 4.0
    leak: float = 0.02
    known: bool = True
    slip: float = 0.10
    slip_spread: float = 0.3
    guess: float = 0.15
    discrimination: float = 0.5
    curve: str = "power"
    decay: float = 0.25
    decay_spread: float = 0.3
    first: float = 3.0
    first_spread: float = 0.5
    old: float = 60.0
    growth: float = 5.0
    growth_spread: float = 0.3
    spacing: float = 0.5
    saturation: float = 0.1
    hard: float = 0.1
    lapse: float = 0.3
    carry: float = 0.2
    lesson: float = 1.0
    question: float = -1.5
    unready: float = 0.15
    fatigue: float = 0.4
    fresh: float = 45.0
    pace: float = 1.0
    pace_spread: float = 0.35
    noise: float = 0.3
    missed: float = 0.15
    run: float = 2.0


@dataclass
class Trace:
    """Memory of one concept: `days` until recall falls to 90%, `last` time of practice."""

    days: float
    last: float


class Learner:
    """One learner. `parameters` are fields of `Population`; unknown ones raise TypeError.

    Who they are is drawn at once, and answers, learning, minutes and days have generators of their own: two learners of the same
    seed and graph who are treated differently know the same at the start and miss the same days.
    """

    def __init__(self, graph: Graph, rng: np.random.Generator, **parameters: Any) -> None:
        self.graph, self.of = graph, replace(Population(), **parameters)
        if self.of.curve not in CURVES:
            raise ValueError(f"the curve is {self.of.curve!r}; one of {CURVES}")
        self._answers, self._learning, self._minutes, self._days = rng.spawn(4)
        self._traits(rng)
        self._memory: dict[int, Trace] = {}
        self._start(rng)
        self._busy, self._seen = 0.0, -math.inf  # minutes of this session; when the last act ended
        self._present: list[bool] = []

    def _traits(self, rng: np.random.Generator) -> None:
        p = self.of
        z = rng.standard_normal(6)
        self.ability = p.ability + p.ability_spread * z[0]
        self.decay = p.decay * math.exp(p.decay_spread * z[1])
        self.first = p.first * math.exp(p.first_spread * z[2])
        self.growth = p.growth * math.exp(p.growth_spread * z[3])
        self.pace = p.pace * math.exp(p.pace_spread * z[4])
        self.slip = 0.0 if p.slip <= 0 else _logistic(_logit(p.slip) + p.slip_spread * z[5])

    def _start(self, rng: np.random.Generator) -> None:
        """What is known on day 0: along the graph, needs before what needs them."""
        p, n = self.of, len(self.graph)
        areas = sorted(set(self.graph.area))
        leaning = dict(zip(areas, p.leaning * rng.standard_normal(len(areas)), strict=True))
        field, chance = _roots(self.graph, p.along) @ rng.standard_normal(n), rng.random(n)
        self.skill = (
            np.array([self.ability + leaning[area] for area in self.graph.area]) + p.patchy * field
        )  # (n,), logits
        for c, needs in enumerate(self.graph.needs):
            ready = all(need in self._memory for need in needs)
            p_known = _logistic(p.steep * (self.skill[c] - self.graph.difficulty[c])) if ready else p.leak
            if p.known and chance[c] < p_known:
                self._memory[c] = Trace(p.old, 0.0)

    # ---- what is true of them

    def mastered(self, concept: str) -> bool:
        """Whether it was ever learnt, whatever is left of it."""
        return self.graph.place[concept] in self._memory

    def recall(self, concept: str, when: float) -> float:
        """The chance that it is there at that time (days); 0 where it was never learnt."""
        return self._recall(self.graph.place[concept], when)

    def _recall(self, c: int, when: float) -> float:
        trace = self._memory.get(c)
        if trace is None:
            return 0.0
        away = max(0.0, when - trace.last) / trace.days
        if self.of.curve == "exponential":
            return float(0.9**away)
        return float((1 + (0.9 ** (-1 / self.decay) - 1) * away) ** -self.decay)

    def chance(self, concept: str, level: str, now: float, *, guess: float | None = None) -> float:
        """That an answer now would be right: recall x logistic curve, else the guess."""
        c = self.graph.place[concept]
        held, lucky = self._recall(c, now), self.of.guess if guess is None else guess
        return held * self._right(c, level, now) + (1 - held) * lucky

    def _right(self, c: int, level: str, now: float) -> float:
        """Of one who holds the concept at this moment."""
        if self.slip == 0.0:
            return 1.0
        harder = self.graph.difficulty[c] + LEVELS[level]
        return _logistic(_logit(1 - self.slip) + self.of.discrimination * (self.ability - harder) - self.tired(now))

    def tired(self, now: float) -> float:
        """Logits lost to the length of the session."""
        busy = self._busy if now - self._seen <= SESSION else 0.0
        return self.of.fatigue * max(0.0, busy - self.of.fresh) / 60

    # ---- what they do

    def answer(
        self, concept: str, level: str, now: float, *, guess: float | None = None, feedback: bool = True
    ) -> bool:
        """Answer a question; with `feedback` they may learn from it, and a success strengthens the memory. Without, as in a placement or
        an exam, nothing changes."""
        c, lucky = self.graph.place[concept], self.of.guess if guess is None else guess
        held = self._answers.random() < self._recall(c, now)
        right = bool(self._answers.random() < (self._right(c, level, now) if held else lucky))
        if feedback:
            self._practised(c, now, held, self.of.question)
        return right

    def review(self, concept: str, now: float) -> bool:
        """Recall it, with no way to guess, and see the answer."""
        return self.answer(concept, "remember", now, guess=0.0)

    def read(self, concept: str, now: float) -> bool:
        """Read its lesson; whether it is held afterwards."""
        c = self.graph.place[concept]
        held = self._learning.random() < self._recall(c, now)
        self._practised(c, now, held, self.of.lesson)
        trace = self._memory.get(c)
        return trace is not None and trace.last == now

    def build(self, concepts: Sequence[str], now: float) -> bool:
        """Submit a lab that needs all of these at once, with feedback; no guess passes it."""
        results = [self.answer(c, "create", now, guess=0.0) for c in concepts]
        return all(results)

    def _practised(self, c: int, now: float, held: bool, odds: float) -> None:
        if held:
            self._strengthen(c, now)
            for need in self.graph.needs[c]:
                if self._learning.random() < self.of.carry and self._learning.random() < self._recall(need, now):
                    self._strengthen(need, now)
        else:
            self._learn(c, now, odds)

    def _strengthen(self, c: int, now: float) -> None:
        p, trace = self.of, self._memory[c]
        gap = max(0.0, 1 - self._recall(c, now))
        gain = self.growth * gap**p.spacing * trace.days**-p.saturation * math.exp(-p.hard * self.graph.difficulty[c])
        trace.days, trace.last = trace.days * (1 + gain), now

    def _learn(self, c: int, now: float, odds: float) -> None:
        """For the first time, or again: what was learnt once and is lost for the moment keeps a share of its strength."""
        ready = all(self._learning.random() < self._recall(need, now) for need in self.graph.needs[c])
        p_learn = _logistic(odds + self.ability - self.graph.difficulty[c] - self.tired(now))
        known = self._memory.get(c)
        if self._learning.random() < p_learn * (1.0 if ready else self.of.unready):
            self._memory[c] = Trace(self.first if known is None else max(self.first, self.of.lapse * known.days), now)

    # ---- time

    def minutes(self, guess: float, now: float) -> float:
        """How long something takes that its author says takes `guess` minutes; it counts towards the session."""
        took = guess * self.pace * math.exp(self.of.noise * self._minutes.standard_normal())
        if now - self._seen > SESSION:
            self._busy = 0.0
        self._busy += took
        self._seen = now + took / (24 * 60)
        return took

    def studies(self, day: int) -> bool:
        """Whether they study on that day (0, 1, ...): two states, so that missed days come in runs. Any order of asking gives the same."""
        p = self.of
        back = min(1 / max(p.run, 1.0), (1 - p.missed) / max(p.missed, 1e-9))  # longer runs, where they must be
        away = back * p.missed / (1 - p.missed) if p.missed < 1 else 1.0
        while len(self._present) <= day:
            draw = self._days.random()
            if not self._present:
                self._present.append(bool(draw >= p.missed))
            else:
                self._present.append(bool(draw >= away) if self._present[-1] else bool(draw < back))
        return self._present[day]


def _logit(p: float) -> float:
    return math.log(p / (1 - p))


def _logistic(x: float) -> float:
    return 0.5 * (1 + math.tanh(0.5 * x))
