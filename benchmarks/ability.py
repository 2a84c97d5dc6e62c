"""How well the coach's ability model foretells the next answer, beside item means, Elo and batch logistic regression.

    python benchmarks/ability.py --train FILE [--test FILE | --folds 5] [--json]

FILE has tab-separated columns user_id, item_id, timestamp, correct, skill_id (a header line; .xz is read as it is), the answers
of a learner in their order, one row a question. Learners of the two files are different people; without --test the
learners of --train are dealt into folds, each foretold by a model of the others.

Printed: AUC, log loss, calibration error (20 equal bins), and answers a second with features included, fitting and
foretelling; then the differences of AUC with 95% intervals of a paired bootstrap over learners. --json ends with one line.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
from scipy import sparse
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import log_loss, roc_auc_score

from beikao.coach import ability
from beikao.coach.ability import Answers, Floats, sigmoid, steps

COLUMNS = ("user_id", "item_id", "correct", "skill_id")
BINS, RESAMPLES, PASSES = 20, 500, 8
Foreteller = Callable[[Answers, Answers, int, int], Floats]


def read(path: Path) -> Answers:
    """The answers of a file. Raises SystemExit where a column is missing or a value is no whole number."""
    import lzma

    with lzma.open(path, "rt") if path.suffix == ".xz" else path.open() as file:
        names = file.readline().rstrip("\n").split("\t")
        missing = [c for c in COLUMNS if c not in names]
        if missing:
            raise SystemExit(f"{path}:1: no column {', '.join(missing)}; give tab-separated {', '.join(COLUMNS)}")
        try:
            table = np.loadtxt(file, delimiter="\t", usecols=[names.index(c) for c in COLUMNS], dtype=np.int64, ndmin=2)
        except ValueError as error:
            raise SystemExit(f"{path}: {error}") from None
    return Answers(table[:, 0], table[:, 1], table[:, 3], table[:, 2].astype(np.float64))


def ours(train: Answers, test: Answers, items: int, skills: int) -> Floats:
    """The model of the coach."""
    return ability.forecast(ability.fit(train, items, skills, passes=PASSES), test)


def item_mean(train: Answers, test: Answers, items: int, skills: int) -> Floats:
    """Share of right answers to the item, drawn to the mean of all by two answers."""
    mean = train.right.mean()
    right = np.bincount(train.item, train.right, items) + 2 * mean
    return (right / (np.bincount(train.item, minlength=items) + 2))[test.item]


def elo(train: Answers, test: Answers, items: int, skills: int) -> Floats:
    """Ratings of learners and difficulties of items alone, one pass, steps that shrink (Pelanek 2016)."""
    hardness, seen = np.zeros(items), np.zeros(items)
    out = np.zeros(0)
    for answers, still in ((train, False), (test, True)):
        out, (rating, given) = np.zeros(len(answers)), np.zeros((2, len(np.unique(answers.learner))))
        for rows in steps(answers):
            item, m = answers.item[rows], len(rows)
            chance = sigmoid(rating[:m] - hardness[item])
            out[rows], surprise = chance, answers.right[rows] - chance
            rating[:m] += surprise / (1 + 0.05 * given[:m])
            given[:m] += 1
            if not still:
                seen[item] += 1
                np.add.at(hardness, item, -surprise / (1 + 0.05 * seen[item]))
    return out


def batch_logistic(train: Answers, test: Answers, items: int, skills: int) -> Floats:
    """Item, skill, and logarithms of right and wrong answers so far (in all, by skill with a slope a skill), fitted at once
    by scikit-learn: the features of Best-LR (Gervet et al. 2020)."""
    model = LogisticRegression(C=1.0, max_iter=300, tol=1e-3)
    model.fit(_design(train, items, skills), train.right)
    return np.asarray(model.predict_proba(_design(test, items, skills))[:, 1])


def _design(answers: Answers, items: int, skills: int) -> sparse.csr_matrix:
    n = len(answers)
    counts, people = np.zeros((n, 4)), len(np.unique(answers.learner))
    in_skill, in_all = np.zeros((2, people, skills)), np.zeros((2, people))
    for rows in steps(answers):
        who, skill = np.arange(len(rows)), answers.skill[rows]
        counts[rows] = np.concatenate([in_skill[:, who, skill], in_all[:, who]]).T
        both = np.stack([answers.right[rows], 1 - answers.right[rows]])
        in_skill[:, who, skill] += both
        in_all[:, who] += both
    logs = np.log1p(counts)
    row = np.arange(n)

    def spread(column: np.ndarray, values: np.ndarray, width: int) -> sparse.csr_matrix:
        return sparse.csr_matrix((values, (row, column)), (n, width))

    return sparse.hstack([
        spread(answers.item, np.ones(n), items), spread(answers.skill, np.ones(n), skills), sparse.csr_matrix(logs),
        spread(answers.skill, logs[:, 0], skills), spread(answers.skill, logs[:, 1], skills)]).tocsr()  # fmt: skip


def calibration_error(right: Floats, chance: Floats) -> float:
    """Mean distance of the share of right answers from the mean chance over equal bins, weighted by their answers."""
    which = np.minimum((chance * BINS).astype(int), BINS - 1)
    size = np.bincount(which, minlength=BINS)
    off = np.abs(np.bincount(which, right, BINS) - np.bincount(which, chance, BINS))
    return float(off[size > 0].sum() / len(right))


class Area:
    """The area under the ROC curve of one forecast, for many weightings of the same answers: sorted once."""

    def __init__(self, right: Floats, chance: Floats) -> None:
        values, self.place = np.unique(chance, return_inverse=True)
        self.right, self.values = right, len(values)

    def __call__(self, weight: Floats) -> float:
        """With `weight` (n,) of each answer; ties count one half."""
        good = np.bincount(self.place, weight * self.right, self.values)
        bad = np.bincount(self.place, weight * (1 - self.right), self.values)
        below = np.cumsum(bad) - bad
        return float(good @ (below + bad / 2) / (good.sum() * bad.sum()))


def differences(test: Answers, mine: Floats, theirs: Floats, rng: np.random.Generator) -> tuple[float, float]:
    """95% interval of AUC(mine) - AUC(theirs), learners drawn with replacement, the same for both."""
    people, who = np.unique(test.learner, return_inverse=True)
    ours_, other = Area(test.right, mine), Area(test.right, theirs)
    found = []
    for _ in range(RESAMPLES):
        weight = np.bincount(rng.integers(0, len(people), len(people)), minlength=len(people))[who].astype(float)
        found.append(ours_(weight) - other(weight))
    low, high = np.quantile(found, [0.025, 0.975])
    return float(low), float(high)


def foretold(train: Answers, test: Answers | None, folds: int, how: Foreteller) -> tuple[Answers, Floats, float]:
    """(answers, their chances, answers a second of fitting and foretelling together)."""
    parts = [train] if test is None else [train, test]
    items, skills = (max(int(getattr(p, what).max()) for p in parts) + 1 for what in ("item", "skill"))
    began, worked = time.process_time(), 0
    if test is not None:
        chance, worked = how(train, test, items, skills), len(train) * PASSES + len(test)
        return test, chance, worked / (time.process_time() - began)
    chance = np.zeros(len(train))
    fold = np.random.default_rng(0).integers(0, folds, int(train.learner.max()) + 1)[train.learner]
    for k in range(folds):
        chance[fold == k] = how(train.of(fold != k), train.of(fold == k), items, skills)
        worked += int((fold != k).sum()) * PASSES + int((fold == k).sum())
    return train, chance, worked / (time.process_time() - began)


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--train", type=Path, required=True)
    options.add_argument("--test", type=Path)
    options.add_argument("--folds", type=int, default=5)
    options.add_argument("--json", action="store_true")
    chosen = options.parse_args()
    train, test = read(chosen.train), read(chosen.test) if chosen.test else None
    answers, mine, speed = foretold(train, test, chosen.folds, ours)
    found = {"auc": roc_auc_score(answers.right, mine), "log_loss": log_loss(answers.right, mine),
             "ece": calibration_error(answers.right, mine), "responses_per_s": speed}  # fmt: skip
    print(f"{len(answers)} answers of {len(np.unique(answers.learner))} learners")
    print(f"{'':16} {'AUC':>7} {'log loss':>9} {'calibration':>12}   ours is better in AUC by (95%)")
    print(f"{'ours':16} {found['auc']:7.4f} {found['log_loss']:9.4f} {found['ece']:12.4f}   {speed:,.0f} answers/s")
    baselines: dict[str, dict[str, float]] = {}
    rng = np.random.default_rng(0)
    for how in (item_mean, elo, batch_logistic):
        _, theirs, _ = foretold(train, test, chosen.folds, how)
        theirs = np.clip(theirs, 1e-6, 1 - 1e-6)
        low, high = differences(answers, mine, theirs, rng)
        row = {"auc": roc_auc_score(answers.right, theirs), "log_loss": log_loss(answers.right, theirs),
               "ece": calibration_error(answers.right, theirs), "ours_better_low": low, "ours_better_high": high}  # fmt: skip
        baselines[how.__name__] = {k: round(float(v), 5) for k, v in row.items()}
        print(
            f"{how.__name__:16} {row['auc']:7.4f} {row['log_loss']:9.4f} {row['ece']:12.4f}   {low:+.4f} to {high:+.4f}"
        )
    if chosen.json:
        print(json.dumps({**{k: round(float(v), 5) for k, v in found.items()}, "baselines": baselines}))


if __name__ == "__main__":
    main()
