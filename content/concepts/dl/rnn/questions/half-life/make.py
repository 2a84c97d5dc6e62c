"""The forget bias that keeps a given share over a given lag."""

import math

from beikao.kit import Draw, Question, numeric


def make(draw: Draw) -> Question:
    share, lag = draw.choice([0.1, 0.2, 0.3, 0.5, 0.7]), draw.choice([5, 10, 20, 30, 50, 100])
    gate = share ** (1 / lag)
    bias = math.log(gate / (1 - gate))
    if abs(bias) < 0.5:
        draw.reject()
    linear = 1 - (1 - share) / lag
    wrong = {"rnn/forget-bias-zero": 0.0}
    other = math.log(linear / (1 - linear))
    if abs(other - bias) > 0.1:
        wrong["rnn/linear-fade"] = other
    return Question(
        show={"share": share, "lag": lag},
        truth=numeric(bias, abs=0.03),
        steps={"gate": gate},
        wrong=wrong,
    )


def second_way(show) -> float:
    """Bisection on the bias, running the cell line for the whole lag."""
    low, high = -10.0, 20.0
    for _ in range(60):
        mid, left = (low + high) / 2, 1.0
        for _ in range(show["lag"]):
            left *= 1 / (1 + math.exp(-mid))
        low, high = (mid, high) if left < show["share"] else (low, mid)
    return low
