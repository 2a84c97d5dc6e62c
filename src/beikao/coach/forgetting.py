"""FSRS-6 in closed form: how recall decays, and what a review does to a memory. For one card (floats) or many (arrays) alike.

The formulas are those of the `fsrs` library (`fsrs.Scheduler`, without learning steps and fuzz), which makes a card object a
review; tests hold the two together to 1e-9. There is no same-day review here: whoever calls has collapsed a day into one.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    X = TypeVar("X", float, NDArray[np.float64])

AGAIN, HARD, GOOD, EASY = 1, 2, 3, 4
WANTED = 0.9  # recall at which a card is due; also what "stability" is defined by
LONGEST = 36500  # days of an interval
WEIGHTS = (
    0.212, 1.2931, 2.3065, 8.2956, 6.4133, 0.8334, 3.0194, 0.001, 1.8722, 0.1666, 0.796, 1.4835, 0.0614, 0.2629, 1.6483,
    0.6014, 1.8729, 0.5425, 0.0912, 0.0658, 0.1542,
)  # fmt: skip
LOWEST = (0.001,) * 4 + (1.0, 0.001, 0.001, 0.001, 0.0, 0.0) + (0.001,) * 4 + (0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 0.1)
HIGHEST = (100.0,) * 4 + (10.0, 4.0, 4.0, 0.75, 4.5, 0.8, 3.5, 5.0, 0.25, 0.9, 4.0, 1.0, 6.0, 2.0, 2.0, 0.8, 0.8)
STABILITY_MIN, EASIEST, HARDEST = 0.001, 1.0, 10.0
E = math.e


class Forgetting:
    """FSRS-6 with its 21 weights. Stability in days, difficulty 1 to 10, elapsed time in days (may be a fraction)."""

    __slots__ = ("_bonus", "_drift", "_ease", "_growth", "_halt", "_span", "_w", "decay", "factor", "weights")

    decay: float
    factor: float
    _growth: float
    _halt: float
    _ease: float
    _span: float

    def __init__(self, weights: Sequence[float] = WEIGHTS) -> None:
        """Raises ValueError for weights that are not 21 or lie outside the library's bounds."""
        w = tuple(float(x) for x in weights)
        if len(w) != len(WEIGHTS) or not all(lo <= x <= hi for lo, x, hi in zip(LOWEST, w, HIGHEST, strict=True)):
            raise ValueError("these are no weights of FSRS-6")
        self.weights = w
        self._prepare(w)
        self._span = WANTED ** (1 / self.decay) - 1
        pull = {
            g: -w[6] * (g - 3) / 9.0 for g in (AGAIN, HARD, GOOD, EASY)
        }  # `harder` as a line: at + slope * difficulty
        self._drift = {g: (w[7] * self._ease + (1 - w[7]) * 10.0 * p, (1 - w[7]) * (1 - p)) for g, p in pull.items()}

    @classmethod
    def many(cls, weights: Any) -> Any:
        """Of many learners at once: `weights` (21, learners, 1), not looked at; then every method takes arrays (learners, cards)."""
        model = cls.__new__(cls)
        model.weights = weights
        model._prepare(weights)
        return model

    def _prepare(self, w: Any) -> None:
        self._w = w
        self.decay = -w[20]
        self.factor = WANTED ** (1 / self.decay) - 1
        self._growth = E ** w[8]
        self._halt = E ** (w[17] * w[18])
        self._ease = w[4] - E ** (w[5] * (EASY - 1)) + 1
        self._bonus = {HARD: w[15], GOOD: 1.0, EASY: w[16]}

    def recall(self, stability: X, elapsed: X) -> X:
        """Chance of recall so many days after the last review."""
        left: X = (1 + self.factor * elapsed / stability) ** self.decay
        return left

    def first(self, grade: int) -> tuple[float, float]:
        """(stability, difficulty) after the first review."""
        ease = self._w[4] - E ** (self._w[5] * (grade - 1)) + 1
        return max(self._w[grade - 1], STABILITY_MIN), min(max(ease, EASIEST), HARDEST)

    def recalled(self, stability: X, difficulty: X, recall: X, grade: int = GOOD) -> X:
        """Stability after a review that was hard, good or easy, when the chance of recall was `recall`."""
        w = self._w
        growth = self._growth * (11 - difficulty) * stability ** -w[9] * (E ** ((1 - recall) * w[10]) - 1)
        after: X = stability * (1 + growth * self._bonus[grade])
        return after

    def forgotten(self, stability: X, difficulty: X, recall: X) -> X:
        """Stability after a lapse."""
        w = self._w
        long = w[11] * difficulty ** -w[12] * ((stability + 1) ** w[13] - 1) * E ** ((1 - recall) * w[14])
        after: X = _bounded(long, STABILITY_MIN, stability / self._halt)
        return after

    def harder(self, difficulty: X, grade: int) -> X:
        """Difficulty after a review of this grade."""
        w = self._w
        moved = difficulty + (10.0 - difficulty) * -(w[6] * (grade - 3)) / 9.0
        after: X = _bounded(w[7] * self._ease + (1 - w[7]) * moved, EASIEST, HARDEST)
        return after

    def after(self, stability: float, difficulty: float, grade: int, elapsed: float) -> tuple[float, float]:
        """(stability, difficulty) of one card after a review `elapsed` >= 1 days after the last one."""
        recall: float = (1 + self.factor * elapsed / stability) ** self.decay
        if grade == AGAIN:
            grown = self.forgotten(stability, difficulty, recall)
        else:
            grown = self.recalled(stability, difficulty, recall, grade)
        at, slope = self._drift[grade]
        harder = at + slope * difficulty
        harder = EASIEST if harder < EASIEST else HARDEST if harder > HARDEST else harder
        return (grown if grown > STABILITY_MIN else STABILITY_MIN), harder

    def interval(self, stability: float) -> int:
        """Whole days until recall falls to 90%, at least one."""
        days = round(stability / self.factor * self._span)
        return 1 if days < 1 else LONGEST if days > LONGEST else days


def _bounded(x: X, low: float, high: Any) -> X:
    """`x` within [low, high] (low wins), of numbers or arrays."""
    if isinstance(x, float):
        return max(min(x, float(high)), low)
    import numpy as np

    return np.asarray(np.maximum(np.minimum(x, high), low))
