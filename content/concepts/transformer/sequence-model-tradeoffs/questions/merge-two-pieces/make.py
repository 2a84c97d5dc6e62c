"""The offset of two merged pieces of a linear recurrence."""

from beikao.kit import Draw, Question, numeric


def make(draw: Draw) -> Question:
    a1, a2 = draw.sample([0.2, 0.4, 0.5, 0.8, 0.9, 1.5, 2], 2)
    b1, b2 = (draw.choice([-1, 1]) * draw.integer(1, 9) for _ in range(2))
    right, added, reversed_ = a2 * b1 + b2, b1 + b2, a1 * b2 + b1
    if min(abs(right - added), abs(right - reversed_), abs(added - reversed_)) < 0.1:
        draw.reject()
    return Question(
        show={"a1": a1, "b1": b1, "a2": a2, "b2": b2},
        truth=numeric(right, abs=0.01),
        wrong={
            "sequence-model-tradeoffs/compose-is-sum": added,
            "sequence-model-tradeoffs/compose-reversed": reversed_,
        },
    )


def second_way(show) -> float:
    """Products of 2 x 2 matrices that carry (h, 1)."""
    import numpy as np

    first, second = (np.array([[show[f"a{i}"], show[f"b{i}"]], [0, 1]]) for i in (1, 2))
    return float((second @ first)[0, 1])
