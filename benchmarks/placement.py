"""Placement error on simulated learners: share of the 139 concepts of the blueprint's graph that are misjudged.

    python benchmarks/placement.py [--learners 100] [--json]

The learners are those of `beikao.coach.simulator`, with the numbers of the filter's prior. Beside the filter: no question at all, and random
questions. Then twice the slip and guess, and a prior that is not the learners': another graph (a part of the edges point elsewhere),
another spread, another steepness. Last, learners with the simulator's own numbers, which the filter knows nothing of: what they know is
patchy along the graph, each slips at a rate of their own, more on what is hard for them. All figures are simulated; nothing here says how
well people are placed. `--json` ends with one line {"chosen", "random", "none", "doubled", "foreign", "own", "questions", "ms"}.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from beikao.coach.belief import MOST, Said
from beikao.coach.placement import Filter
from beikao.coach.simulator import Graph, Learner, graph
from beikao.coach.terrain import Prior, Terrain, arranged

FILE = Path(__file__).resolve().parent / "blueprint" / "graph.json"
SLIP, GUESS = 0.1, 0.15
REWIRED = 0.2


@dataclass(frozen=True)
class Case:
    """What the filter believes (terrain, prior, slip, guess), how it asks (chosen, random or none), and who the learners are."""

    name: str
    land: Terrain
    prior: Prior
    slip: float = SLIP
    guess: float = GUESS
    ask: str = "chosen"
    learners: Mapping[str, float] = field(default_factory=dict)


def concepts() -> list[dict[str, Any]]:
    """Of the blueprint."""
    found: list[dict[str, Any]] = json.loads(FILE.read_text(encoding="utf-8"))["concepts"]
    return found


def land() -> Terrain:
    """The blueprint's graph, as the filter sees it."""
    return arranged([(c["slug"], tuple(c["needs"]), c["area"], c["stage"]) for c in concepts()])


def of_prior(prior: Prior, slip: float) -> dict[str, float]:
    """The simulator's parameters for learners of this prior, who all slip alike everywhere."""
    return {"ability": prior.mean, "ability_spread": prior.spread, "leaning": prior.leaning, "steep": prior.steep, "leak": prior.leak,
            "patchy": 0.0, "slip": slip, "slip_spread": 0.0, "discrimination": 0.0}  # fmt: skip


def rewired(true: Terrain, share: float, chance: np.random.Generator) -> Terrain:
    """The same concepts; each edge, with this chance, comes from another concept that stands earlier."""
    rows = []
    for c, needs in enumerate(true.needs):
        moved = {int(chance.integers(c)) if chance.random() < share else n for n in needs}
        rows.append((true.names[c], tuple(true.names[n] for n in moved), true.area[c], true.stage[c]))
    return arranged(rows)


def run(case: Case, true: Graph, learners: int) -> tuple[float, float, float]:
    """(mean error, mean number of questions, milliseconds a question)."""
    chance = np.random.default_rng(20261128)
    errors, asked, spent = [], 0, 0.0
    for i in range(learners):
        f = Filter(case.land, case.prior, seed=i)
        learner = Learner(true, np.random.default_rng([20261128, i]), **case.learners)
        may = dict.fromkeys(case.land.names, (case.slip, case.guess))
        began = time.perf_counter()
        while case.ask != "none" and f.belief().asked < MOST and (case.ask == "random" or not f.belief().enough):
            name = f.next(may) if case.ask == "chosen" else str(chance.choice(case.land.names))
            assert name is not None
            right = learner.answer(name, "apply", 0.0, guess=case.guess, feedback=False)
            f.hear(Said(name, right, case.slip, case.guess))
        spent += time.perf_counter() - began
        belief = f.belief()
        asked += belief.asked
        errors.append(np.mean([(belief.known[name] >= 0.5) != learner.mastered(name) for name in true.names]))
    return float(np.mean(errors)), asked / learners, 1000 * spent / max(asked, 1)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--learners", type=int, default=100)
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args()
    own, own_land = Prior(), land()
    true = graph((c["slug"], c["needs"], c["area"], c["stage"], c["minutes"]) for c in concepts())
    same = of_prior(own, SLIP)
    other = rewired(own_land, REWIRED, np.random.default_rng(1))
    foreign = Prior(mean=0.3, spread=1.6, leaning=0.5, steep=5.0, leak=0.05)
    cases = [
        Case("none", own_land, own, ask="none", learners=same),
        Case("random", own_land, own, ask="random", learners=same),
        Case("chosen", own_land, own, learners=same),
        Case("doubled", own_land, own, 2 * SLIP, GUESS + 0.1, learners=of_prior(own, 2 * SLIP)),
        Case("foreign", other, foreign, learners=same),
        Case("own", own_land, own),
    ]
    print(f"simulated: {args.learners} learners, {len(true)} concepts, at most {MOST} questions")
    line: dict[str, float] = {}
    for case in cases:
        error, asked, ms = run(case, true, args.learners)
        line[case.name] = round(error, 4)
        if case.name == "chosen":
            line["questions"], line["ms"] = round(asked, 1), round(ms, 1)
        print(f"{case.name:8}  error {error:6.1%}  questions {asked:4.1f}  {ms:6.1f} ms a question", flush=True)
    if args.json:
        print(json.dumps(line))


if __name__ == "__main__":
    sys.exit(main())
