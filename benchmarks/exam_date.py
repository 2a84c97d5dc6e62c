"""Expected recall on the exam day: the exam-date schedule against fixed-retention FSRS, at equal minutes, on simulated learners.

    python benchmarks/exam_date.py [--learners 200] [--concepts 50] [--days 90] [--memory NAME] [--retention R] [--json]

Each learner meets the concepts one after another over the first three quarters of the time; a right answer costs a minute, a wrong one two.
Fixed-retention FSRS reviews what is due, most overdue first, up to ten minutes a day; the minutes it really spent on a day are then
all that the exam-date schedule has for that day (what it leaves is carried on), so it is never ahead in minutes. Both schedulers believe the default weights and see only grades; nobody's memory follows those weights:

    own weights   each of FSRS-6's 21 weights times a factor of its own for each learner (log-normal, 15%), each concept easier or
                  harder than believed (first stability log-normal, 60%), and so are difficulties
    another curve the same, and recall falls exponentially (0.9 ** (t / S)), not by FSRS's power law
    twice as far  weights off by 30%

What counts is the learner's true chance of recall, mean over all concepts, on the day. The table says the mean difference over the learners
with its paired 95% interval. All figures are simulated: they say what the rule does to such memories, not how people learn. `--json` ends
with one line: a list of {"memory", "retention", "fixed", "aimed", "difference", "low", "high", "minutes_fixed", "minutes_aimed"}.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from beikao.coach import aim
from beikao.coach.forgetting import AGAIN, EASY, GOOD, HARD, HIGHEST, LOWEST, WEIGHTS, Forgetting

Floats = NDArray[np.float64]
MOST, WRONG_COSTS = 10.0, 2.0  # minutes of a day; of an answer that is wrong
EASY_SHARE, HARD_SHARE = 0.1, 0.12  # of right answers
MODEL = Forgetting()


@dataclass(frozen=True)
class People:
    """`truth` is how they forget, `exponential` by which curve; `offset` (learners, concepts) the log of how much better they hold each."""

    truth: Forgetting
    offset: Floats
    exponential: bool

    def recall(self, stability: Floats, elapsed: Floats) -> Floats:
        if self.exponential:
            return np.asarray(0.9 ** (elapsed / stability))
        return np.asarray(self.truth.recall(stability, elapsed))


def people(learners: int, concepts: int, spread: float, exponential: bool, seed: int = 1) -> People:
    """So many of them, whose weights are off by `spread`."""
    chance = np.random.default_rng(seed)
    weights = np.array(WEIGHTS)[:, None, None] * np.exp(chance.normal(0, spread, (21, learners, 1)))
    low, high = (np.array(b)[:, None, None] for b in (LOWEST, HIGHEST))
    return People(
        Forgetting.many(np.clip(weights, low, high)), chance.normal(0, 0.6, (learners, concepts)), exponential
    )


@dataclass
class Memories:
    """(learners, concepts) each: what is believed or true of each card; NaN before the concept is met."""

    model: Forgetting
    shape: tuple[int, int]
    stability: Floats = field(init=False)
    difficulty: Floats = field(init=False)

    def __post_init__(self) -> None:
        self.stability, self.difficulty = np.full(self.shape, np.nan), np.full(self.shape, np.nan)

    def begin(self, concept: int, grades: Floats, scale: Floats | float = 1.0) -> None:
        """The first answers (learners,) to a concept."""
        first = np.array([np.broadcast_to(np.ravel(self.model.weights[g]), self.shape[:1]) for g in range(4)])
        w = [np.broadcast_to(np.ravel(self.model.weights[k]), self.shape[:1]) for k in (4, 5)]
        who = grades.astype(int) - 1
        self.stability[:, concept] = np.maximum(first[who, np.arange(len(who))] * scale, 0.01)
        self.difficulty[:, concept] = np.clip(w[0] - np.exp(w[1] * who) + 1, 1, 10)

    def review(self, grades: NDArray[np.int64], recall: Floats) -> None:
        """Graded where `grades` is not 0."""
        stability, difficulty = self.stability.copy(), self.difficulty.copy()
        for grade in (AGAIN, HARD, GOOD, EASY):
            here = grades == grade
            if here.any():
                grown = (
                    self.model.forgotten(stability, difficulty, recall)
                    if grade == AGAIN
                    else self.model.recalled(stability, difficulty, recall, grade)
                )
                self.stability[here] = np.maximum(grown, 0.001)[here]
                self.difficulty[here] = self.model.harder(difficulty, grade)[here]


Choice = Callable[
    [Memories, Floats, int], Floats
]  # (believed, last day, today) -> what to review first; -inf: not today


def fixed(wanted: float) -> Choice:
    """FSRS: what is due at the wanted retention, most overdue for its stability first."""
    days = (wanted ** (1 / MODEL.decay) - 1) / MODEL.factor

    def choose(believed: Memories, last: Floats, today: int) -> Floats:
        late = today - last - np.maximum(1, np.round(believed.stability * days))
        return np.where(late >= 0, late / believed.stability, -np.inf)

    return choose


def aimed(exam: int) -> Choice:
    """The product's rule: what a review is worth for the day."""

    def choose(believed: Memories, last: Floats, today: int) -> Floats:
        worth = aim.worth(MODEL, believed.stability, believed.difficulty, today - last, np.float64(exam - today))
        return np.where(worth > 0, worth, -np.inf)

    return choose


def study(crowd: People, days: int, choose: Choice, minutes: Floats | None, seed: int) -> tuple[Floats, Floats]:
    """(true recall on the day (learners,), minutes spent (learners, days)). `minutes` are those of each day, None for MOST each."""
    chance, shape = np.random.default_rng(seed), crowd.offset.shape
    met = np.floor(np.arange(shape[1]) * 0.75 * days / shape[1]).astype(int)
    believed, true, last = Memories(MODEL, shape), Memories(crowd.truth, shape), np.full(shape, np.nan)
    spent, purse = np.zeros((shape[0], days)), np.zeros(shape[0])
    for today in range(days):
        purse = np.full(shape[0], MOST) if minutes is None else purse + minutes[:, today]
        open_ = last < today
        worth = np.where(open_, choose(believed, last, today), -np.inf)
        recall = crowd.recall(true.stability, today - last)
        right, kind = chance.random(shape) < recall, chance.random(shape)
        good = np.where(kind < HARD_SHARE, HARD, np.where(kind < 1 - EASY_SHARE, GOOD, EASY))
        grades = np.where(right, good, AGAIN) * _taken(worth, np.where(right, 1.0, WRONG_COSTS), purse, spent[:, today])
        purse = purse - spent[:, today]
        true.review(grades, recall if crowd.exponential else crowd.truth.recall(true.stability, today - last))
        believed.review(grades, MODEL.recall(believed.stability, today - last))
        last[grades > 0] = today
        for concept in np.flatnonzero(met == today):
            first = chance.choice([GOOD, HARD, AGAIN], shape[0], p=[0.75, 0.15, 0.1])
            believed.begin(concept, first)
            true.begin(concept, first, np.exp(crowd.offset[:, concept]))
            last[:, concept] = today
    return crowd.recall(true.stability, days - last).mean(1), spent


def _taken(worth: Floats, cost: Floats, purse: Floats, spent: Floats) -> NDArray[np.bool_]:
    """Which are reviewed: the best first, while there are minutes left; `spent` (learners,) is filled in."""
    order = np.argsort(-worth, axis=1, kind="stable")
    costs = np.take_along_axis(np.where(np.isfinite(worth), cost, np.inf), order, 1)
    taken = np.cumsum(costs, 1) <= purse[:, None] + 1e-9
    spent[:] = np.where(taken, costs, 0.0).sum(1)
    found = np.zeros_like(taken)
    np.put_along_axis(found, order, taken, 1)
    return found


MEMORIES = {"own weights": (0.15, False), "another curve": (0.15, True), "twice as far": (0.3, False)}


def compare(name: str, wanted: float, learners: int, concepts: int, days: int) -> dict[str, float | str]:
    """Both schedules on the same people."""
    crowd = people(learners, concepts, *MEMORIES[name])
    before, minutes = study(crowd, days, fixed(wanted), None, seed=2)
    after, used = study(crowd, days, aimed(days), minutes, seed=3)
    gap = after - before
    half = 1.96 * float(gap.std(ddof=1)) / learners**0.5
    return {"memory": name, "retention": wanted, "fixed": float(before.mean()), "aimed": float(after.mean()),
            "difference": float(gap.mean()), "low": float(gap.mean()) - half, "high": float(gap.mean()) + half,
            "minutes_fixed": float(minutes.sum(1).mean()), "minutes_aimed": float(used.sum(1).mean())}  # fmt: skip


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--learners", type=int, default=200)
    parser.add_argument("--concepts", type=int, default=50)
    parser.add_argument("--days", type=int, default=90)
    parser.add_argument("--memory", choices=MEMORIES, help="only this one")
    parser.add_argument("--retention", type=float, help="only this one")
    parser.add_argument("--json", action="store_true", help="end with one line of JSON")
    asked = parser.parse_args()
    cases = [(m, r) for m in MEMORIES for r in ((0.8, 0.9, 0.95) if m == "own weights" else (0.9,))]
    cases = [(m, r) for m, r in cases if asked.memory in (None, m) and asked.retention in (None, r)]
    print(
        f"simulated: {asked.learners} learners, {asked.concepts} concepts, exam on day {asked.days}; recall on the day"
    )
    print("memory         retention  fixed   aimed   difference (paired 95%)   minutes fixed  aimed")
    rows = []
    with np.errstate(invalid="ignore", divide="ignore", over="ignore"):
        for name, wanted in cases:
            r = compare(name, wanted, asked.learners, asked.concepts, asked.days)
            rows.append(r)
            print(f"{name:14} {wanted:9.2f}  {r['fixed']:.3f}   {r['aimed']:.3f}   {r['difference']:+.4f} "
                  f"({r['low']:+.4f} to {r['high']:+.4f})   {r['minutes_fixed']:12.1f} {r['minutes_aimed']:6.1f}", flush=True)  # fmt: skip
    if asked.json:
        print(json.dumps(rows))


if __name__ == "__main__":
    sys.exit(main())
