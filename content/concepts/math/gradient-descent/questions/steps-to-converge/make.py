"""Steps until the flattest direction has shrunk by a factor, at a given learning rate."""

import math

from beikao.kit import Draw, Question, numeric


def make(draw: Draw) -> Question:
    low, high = draw.integer(2, 4), draw.integer(20, 60)
    lr = draw.choice([0.01, 0.02, 0.03])
    if lr * high >= 1.9:
        draw.reject()
    factor = draw.choice([10, 100])
    exact = math.log(factor) / -math.log(1 - lr * low)
    fast = math.log(factor) / -math.log(abs(1 - lr * high)) if abs(1 - lr * high) > 1e-9 else 0.0
    if abs(exact - round(exact)) < 0.03 or exact < max(abs(1 - lr * high), 0) or math.ceil(fast) == math.ceil(exact):
        draw.reject()
    return Question(
        show={"low": low, "high": high, "lr": lr, "factor": factor},
        truth=numeric(math.ceil(exact)),
        steps={"keep": 1 - lr * low},
        wrong={"gradient-descent/gradient-points-to-minimum": math.ceil(fast)},
    )


def second_way(show) -> float:
    """Run the flat coordinate until it is small enough."""
    x, steps = 1.0, 0
    while x > 1 / show["factor"]:
        x -= show["lr"] * show["low"] * x
        steps += 1
    return steps
