"""The exam date: which concepts to review today so that most is recalled on the day, not most today.

A fixed schedule asks for a card when its recall has fallen to 90%, whether the exam is tomorrow or next year. Here a review is worth what
it adds to the expected recall on the day: recall there after the review, over both of its outcomes, less recall there without it; and
twice that where recall is believed to be below 80% today, for there the curve is least to be trusted. Each day its reviews go to the
concepts where one is worth most. This looks one review ahead and no further; it spaces by itself (just after a review another one adds
next to nothing) and passes over what the day will find remembered or cannot be kept until then. What it is compared with, and by how
much it wins: benchmarks/exam_date.py, simulated.

The functions take numbers or arrays alike.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from beikao.coach.forgetting import Forgetting

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    X = TypeVar("X", float, NDArray[np.float64])

LEAST = 0.005  # of recall on the day: a review that is worth less is not asked for
DOUBTED = 0.8  # recall today below which what a review adds counts twice


def gain(model: Forgetting, stability: X, difficulty: X, elapsed: X, left: X) -> X:
    """What a review now adds to the expected recall `left` days from now, `elapsed` days after the last review."""
    now = model.recall(stability, elapsed)
    kept = model.recall(model.recalled(stability, difficulty, now), left)
    lost = model.recall(model.forgotten(stability, difficulty, now), left)
    return now * kept + (1 - now) * lost - model.recall(stability, elapsed + left)


def worth(model: Forgetting, stability: X, difficulty: X, elapsed: X, left: X) -> X:
    """`gain`, twice where recall today is below DOUBTED: were the curve steeper than believed, that is where most would be lost unseen."""
    found: X = gain(model, stability, difficulty, elapsed, left) * (1 + (model.recall(stability, elapsed) < DOUBTED))
    return found


def first_worth(model: Forgetting, card: tuple[float, float, float], day: int, exam: int, price: float) -> int | None:
    """The first day after `day` and before `exam` on which a review of (stability, difficulty, last day) is worth `price` or more."""
    stability, difficulty, last = card
    for when in range(max(day, int(last)) + 1, exam):  # another device's clock may be ahead
        if worth(model, stability, difficulty, when - last, float(exam - when)) >= price:
            return when
    return None
