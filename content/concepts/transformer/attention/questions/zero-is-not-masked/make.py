"""How much weight leaks where forbidden scores are set to 0."""

import math

from beikao.kit import Draw, Question, numeric


def make(draw: Draw) -> Question:
    n = draw.integer(4, 12)
    a, b = draw.choice([-1, -0.5, 0.5, 1, 1.5, 2]), draw.choice([-2, -1, 0, 1, 2])
    ea, eb, hidden = math.exp(a), math.exp(b), n - 2
    leak = hidden / (hidden + ea + eb)
    return Question(
        show={"n": n, "a": a, "b": b},
        truth=numeric(leak, abs=0.005),
        steps={"ea": ea, "eb": eb, "hidden": hidden},
        wrong={"attention/masked-score-is-zero": 0.0},
    )


def second_way(show) -> float:
    """torch's softmax over the row as it was filled."""
    import torch

    row = torch.tensor([show["a"], show["b"]] + [0.0] * (show["n"] - 2), dtype=torch.float64)
    return float(row.softmax(0)[2:].sum())
