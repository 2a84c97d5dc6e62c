"""Does credit along the prerequisite graph foretell better? An ablation on simulated learners; all figures are simulated.

    python benchmarks/graph_credit.py [--learners 30] [--days 60] [--json]

The same events of the same learners (`simulated.py`) are gone through with and without graph credit: a right answer raises each
prerequisite by `up` of its weight, a wrong one is charged by `down` to the least sure prerequisite. As a control the credit
also runs along a graph whose edges were drawn at random. Printed: log loss and AUC of the next answer, root mean square error against
the true chance of every concept at the end, and the 95% interval of the difference in log loss to no credit (learners drawn with
replacement, the same for both). It is shipped on only if it is better; --json ends with one line.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from simulated import Story, course, rewired, rows, stories
from sklearn.metrics import roc_auc_score

from beikao.coach.proficiency import Prior
from beikao.coach.readiness import readiness, replay
from beikao.course import Course

RESAMPLES = 2000
CREDIT = ((0.05, 0.0), (0.2, 0.0), (0.0, 0.2), (0.1, 0.2), (0.2, 0.4))
Floats = np.ndarray


@dataclass(frozen=True)
class Told:
    """One way on all learners: `loss` (learners,) is the mean log loss of each, `answers` (learners,) how many that is over."""

    loss: Floats
    answers: Floats
    auc: float
    off: float

    @property
    def log_loss(self) -> float:
        return float((self.loss * self.answers).sum() / self.answers.sum())


def told(of: Course, told_by: Sequence[Story], prior: Prior) -> Told:
    """What the coach foretells of these learners, who lived on the true graph, believing in the graph of `of`."""
    losses, counts, said, came, off = [], [], [], [], []
    for story in told_by:
        seen = replay(of, story.events, prior)
        p, y = np.array(seen.said), np.array(seen.came)
        losses.append(-np.mean(np.log(np.where(y > 0.5, p, 1 - p))))
        counts.append(len(p))
        said.append(p)
        came.append(y)
        found = readiness(of, seen, {}).concepts
        off.append([found[name].share.share - known for name, known in story.known.items()])
    auc = roc_auc_score(np.concatenate(came), np.concatenate(said))
    return Told(np.array(losses), np.array(counts), float(auc), float(np.sqrt(np.mean(np.square(off)))))


def gain(base: Told, other: Told) -> tuple[float, float]:
    """95% interval of log loss of `base` less that of `other`: above zero where `other` is better."""
    rng, n = np.random.default_rng(0), len(base.loss)
    drawn = rng.integers(0, n, (RESAMPLES, n))
    weight = base.answers[drawn]
    found = ((base.loss - other.loss)[drawn] * weight).sum(1) / weight.sum(1)
    low, high = np.quantile(found, [0.025, 0.975])
    return float(low), float(high)


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--learners", type=int, default=30)
    options.add_argument("--days", type=int, default=60)
    options.add_argument("--json", action="store_true")
    chosen = options.parse_args()
    true = rows()
    of, false = course(true), course(rewired(true, np.random.default_rng(5)))
    people = stories(of, true, chosen.learners, chosen.days)
    base = told(of, people, Prior(up=0.0, down=0.0))
    print(f"simulated: {chosen.learners} learners, {chosen.days} days, {int(base.answers.sum())} answers")
    print(f"{'':28} {'log loss':>9} {'AUC':>7} {'error':>7}   better than none by (95%)")
    print(f"{'none':28} {base.log_loss:9.4f} {base.auc:7.4f} {base.off:7.4f}")
    report = [{"up": 0.0, "down": 0.0, "graph": "true", "log_loss": base.log_loss, "auc": base.auc, "error": base.off}]
    for name, graph in (("true", of), ("random", false)):
        for up, down in CREDIT if name == "true" else CREDIT[3:4]:
            found = told(graph, people, Prior(up=up, down=down))
            low, high = gain(base, found)
            print(
                f"{f'up {up:g}, down {down:g}, {name} graph':28} {found.log_loss:9.4f} {found.auc:7.4f} {found.off:7.4f}   {low:+.4f} to {high:+.4f}"
            )
            report.append({"up": up, "down": down, "graph": name, "log_loss": found.log_loss, "auc": found.auc, "error": found.off,
                           "gain_low": low, "gain_high": high})  # fmt: skip
    if chosen.json:
        print(
            json.dumps(
                {
                    "simulated": True,
                    "rows": [{k: round(v, 5) if isinstance(v, float) else v for k, v in r.items()} for r in report],
                }
            )
        )


if __name__ == "__main__":
    main()
