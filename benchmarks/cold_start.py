"""What the coach foretells of a lone learner from the first answer on; simulated learners, all figures are simulated.

    python benchmarks/cold_start.py [--learners 30] [--days 60] [--json]

The coach starts from its shipped priors (`beikao.coach.proficiency.Prior`, the authors' difficulty): nothing was fitted to the simulator.
Beside it, on the same answers and also before each of them: the learner's own share of right answers so far, that share by concept drawn
to it (two answers' worth), and the share of credit that `beikao.coach.standing` keeps; last the true chance, which nothing can beat. Log loss
over the answers 1-10, 11-30, 31-100, 101 and on; --json ends with one line.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence

import numpy as np
from simulated import Story, course, rows, stories
from sklearn.metrics import log_loss, roc_auc_score

from beikao.coach.readiness import calibrated, history, replay
from beikao.course import Course

SPANS = ((0, 10), (10, 30), (30, 100), (100, 10**9))
CLIP, DECAY = 0.01, 0.9


def beside(of: Course, story: Story) -> dict[str, list[float]]:
    """The other forecasts of each answer of a story."""
    found: dict[str, list[float]] = {"own share": [], "share by concept": [], "share of credit": []}
    right, all_ = 1.0, 2.0
    counts: dict[str, list[float]] = {}
    fading: dict[str, list[float]] = {}
    for step in history(of, story.events):
        if isinstance(step, str):
            continue
        concept, credit = step[0].concept, step[0].credit
        share = right / all_
        mine, kept = counts.setdefault(concept, [0.0, 0.0]), fading.setdefault(concept, [0.0, 0.0])
        found["own share"].append(share)
        found["share by concept"].append((mine[0] + 2 * share) / (mine[1] + 2))
        found["share of credit"].append((1 + kept[0]) / (2 + kept[1]))
        right, all_ = right + credit, all_ + 1
        mine[:] = mine[0] + credit, mine[1] + 1
        kept[:] = DECAY * kept[0] + credit, DECAY * kept[1] + 1
    return found


def forecasts(of: Course, people: Sequence[Story]) -> tuple[dict[str, list[np.ndarray]], list[np.ndarray]]:
    """(name -> chances by learner, credits by learner)."""
    said: dict[str, list[np.ndarray]] = {}
    came = []
    for story in people:
        seen = replay(of, story.events)
        rows_ = {"ours": list(seen.said), **beside(of, story), "truth": story.chances}
        for name, row in rows_.items():
            said.setdefault(name, []).append(np.clip(row, CLIP, 1 - CLIP))
        came.append(np.array(seen.came))
    return said, came


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--learners", type=int, default=30)
    options.add_argument("--days", type=int, default=60)
    options.add_argument("--json", action="store_true")
    chosen = options.parse_args()
    of = course(rows())
    people = stories(of, rows(), chosen.learners, chosen.days)
    said, came = forecasts(of, people)
    y = np.concatenate(came)
    print(f"simulated: {chosen.learners} learners, {chosen.days} days, {len(y)} answers")
    print(
        f"{'log loss of answers':20} {'1-10':>8} {'11-30':>8} {'31-100':>8} {'101-':>8} {'all':>8} {'AUC':>8} {'calibration':>12}"
    )
    report = {}
    for name, rows_ in said.items():
        p = np.concatenate(rows_)
        spans = [
            log_loss(np.concatenate([c[a:b] for c in came]), np.concatenate([r[a:b] for r in rows_]), labels=[0, 1])
            for a, b in SPANS
        ]
        error = calibrated(p.tolist(), y.tolist()).error
        row = [*spans, log_loss(y, p), roc_auc_score(y, p), error]
        print(f"{name:20} " + " ".join(f"{x:8.4f}" for x in row[:-1]) + f" {row[-1]:12.4f}")
        names = ("first_10", "to_30", "to_100", "later", "log_loss", "auc", "ece")
        report[name] = {k: round(float(v), 5) for k, v in zip(names, row, strict=True)}
    if chosen.json:
        print(json.dumps({"simulated": True, **report}))


if __name__ == "__main__":
    main()
