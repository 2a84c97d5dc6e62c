"""FSRS's weights fitted to a learner's own reviews, and the judgement whether they are worth having.

The reviews are those of the fold (a concept's day is one). The weights are fitted to the first three quarters of them in time and said
of the last quarter, beside the default weights and a moving average that knows nothing but the share of right answers so far; log loss a review.
A fit that does not beat both there is refused: on practice whose questions change, default FSRS has lost to a constant and fitted FSRS
has tied with a moving average (docs/decisions/048-memory.md). What other concepts give a card (`credit`) is left out on all three sides.

Maximum a posteriori: each weight's prior is a Gaussian around the default, so few reviews move little. It imports NumPy and SciPy and takes
seconds: never in the web process.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from beikao.coach.forgetting import AGAIN, EASIEST, HARD, HARDEST, HIGHEST, LOWEST, STABILITY_MIN, WEIGHTS, Forgetting

Floats = NDArray[np.float64]
LEAST = 200  # reviews of what was reviewed before, below which nothing is fitted
HELD_OUT = 0.25
SPREAD, FLOOR = 0.4, 0.02  # of the prior: its deviation is that share of a weight, at least so much
CERTAIN = 1e-4  # no chance is said nearer to 0 or 1
STEPS = 40


@dataclass(frozen=True)
class Fit:
    """`weights` come from `reviews` reviews; `loss` is fitted, default and average -> log loss (nats a review) of the `held_out` after them."""

    weights: tuple[float, ...]
    reviews: int
    held_out: int
    loss: dict[str, float]

    @property
    def better(self) -> bool:
        """Whether it beats both others."""
        return self.loss["fitted"] < min(self.loss["default"], self.loss["average"])


@dataclass(frozen=True)
class _Cards:
    """(cards, most reviews of one): grade (0 where there is none), days since the review before, and place in time of a counted review
    (-1: a card's first, which nothing can be said of)."""

    grades: NDArray[np.int64]
    gaps: Floats
    place: NDArray[np.int64]

    @property
    def counted(self) -> int:
        return int((self.place >= 0).sum())


def counted(reviews: Sequence[tuple[int, str, int]]) -> int:
    """How many of these reviews (day, concept, grade) have one of the same concept before them."""
    return len(reviews) - len({concept for _, concept, _ in reviews})


def fit(reviews: Sequence[tuple[int, str, int]]) -> Fit:
    """From (day, concept, grade), one of a concept and day. Raises ValueError where there are too few."""
    if counted(reviews) < LEAST:
        raise ValueError(f"{counted(reviews)} reviews, {LEAST} are needed")
    cards = _arranged(reviews)
    train = round(cards.counted * (1 - HELD_OUT))
    weights = _weights(cards, train)
    held = cards.place >= train
    right = cards.grades[held] > AGAIN
    said = {"fitted": _said(np.array(weights), cards)[0][held], "default": _said(np.array(WEIGHTS), cards)[0][held],
            "average": average(cards.grades, cards.place)[cards.place[held]]}  # fmt: skip
    loss = {name: float(_loss(chance, right).mean()) for name, chance in said.items()}
    return Fit(weights, train, int(held.sum()), loss)


def average(grades: NDArray[np.int64], place: NDArray[np.int64]) -> Floats:
    """What the moving average says of each counted review in time: (1 + right so far) / (2 + reviews so far)."""
    order = np.argsort(place[place >= 0])
    right = (grades[place >= 0][order] > AGAIN).astype(float)
    before = np.arange(len(right))
    return np.asarray((1 + np.cumsum(right) - right) / (2 + before))


def _arranged(reviews: Sequence[tuple[int, str, int]]) -> _Cards:
    rows: dict[str, list[tuple[int, int, int]]] = {}
    place = 0
    for day, concept, grade in sorted(reviews):
        row = rows.setdefault(concept, [])
        row.append((day, grade, place if row else -1))
        place += len(row) > 1
    longest = max(map(len, rows.values()))
    grades, gaps, places = (np.zeros((len(rows), longest)) for _ in range(3))
    places -= 1
    for n, row in enumerate(rows.values()):
        days = np.array([day for day, _, _ in row], float)
        grades[n, : len(row)], places[n, : len(row)] = [g for _, g, _ in row], [p for _, _, p in row]
        gaps[n, 1 : len(row)] = np.diff(days)
    return _Cards(grades.astype(np.int64), gaps, places.astype(np.int64))


def _said(weights: Floats, cards: _Cards) -> Floats:
    """(sets of weights, cards, reviews): the chance of recall before each review; 1 for a card's first. `weights` (21,) or (21, sets)."""
    w = weights.reshape(21, -1, 1)
    model, said = Forgetting.many(w), np.ones((w.shape[1], *cards.grades.shape))
    first = np.broadcast_to(cards.grades[:, 0], said.shape[:2])
    stability = np.maximum(np.select([first == g for g in (1, 2, 3, 4)], [w[0], w[1], w[2], w[3]]), STABILITY_MIN)
    difficulty = np.clip(w[4] - np.exp(w[5] * (first - 1)) + 1, EASIEST, HARDEST)
    for t in range(1, cards.grades.shape[1]):
        grade = cards.grades[:, t]
        said[:, :, t] = recall = model.recall(stability, np.maximum(cards.gaps[:, t], 1.0))
        bonus = np.select([grade == HARD, grade == HARD + 1], [w[15], np.ones_like(w[15])], w[16])
        good = model.recalled(stability, difficulty, recall)
        after = np.where(
            grade == AGAIN, model.forgotten(stability, difficulty, recall), stability + bonus * (good - stability)
        )
        harder = np.select([grade == g for g in (1, 2, 3, 4)], [model.harder(difficulty, g) for g in (1, 2, 3, 4)])
        stability = np.where(grade > 0, np.maximum(after, STABILITY_MIN), stability)
        difficulty = np.where(grade > 0, harder, difficulty)
    return said


def _loss(chance: Floats, right: NDArray[np.bool_]) -> Floats:
    chance = np.clip(chance, CERTAIN, 1 - CERTAIN)
    return np.asarray(-np.where(right, np.log(chance), np.log1p(-chance)))


def _weights(cards: _Cards, train: int) -> tuple[float, ...]:
    """The most likely weights given the first `train` counted reviews and the prior."""
    start, low, high = np.array(WEIGHTS), np.array(LOWEST), np.array(HIGHEST)
    scale = np.maximum(SPREAD * start, FLOOR)
    chosen: NDArray[np.bool_] = np.asarray((cards.place >= 0) & (cards.place < train))
    right = cards.grades[chosen] > AGAIN
    width = int(np.flatnonzero(np.asarray(chosen.any(axis=0))).max()) + 1
    seen = _Cards(cards.grades[:, :width], cards.gaps[:, :width], cards.place[:, :width])

    def cost(z: Floats) -> tuple[float, Floats]:
        step = np.where(start + scale * (z + 1e-5) > high, -1e-5, 1e-5)
        sets = np.concatenate([z[:, None], z[:, None] + np.diag(step)], axis=1)
        losses = _loss(_said(start[:, None] + scale[:, None] * sets, seen)[:, chosen[:, :width]], right).sum(1)
        return float(losses[0] + 0.5 * z @ z), (losses[1:] - losses[0]) / step + z

    bounds: Any = list(zip((low - start) / scale, (high - start) / scale, strict=True))
    found = minimize(cost, np.zeros(21), jac=True, method="L-BFGS-B", bounds=bounds, options={"maxiter": STEPS})
    return tuple(float(x) for x in np.clip(start + scale * found.x, low, high))
