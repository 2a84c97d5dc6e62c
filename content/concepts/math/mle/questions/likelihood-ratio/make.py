"""How much more probable a text is under the model with the lower loss."""

import math

from beikao.kit import Draw, Question, numeric


def make(draw: Draw) -> Question:
    n, gap = 50 * draw.integer(1, 8), draw.integer(1, 5) / 100
    a = draw.integer(200, 320) / 100
    total = n * gap
    if not 1.0 <= total <= 8:
        draw.reject()
    return Question(
        show={"n": n, "a": a, "b": round(a + gap, 2)},
        truth=numeric(math.exp(total), rel=0.05),
        steps={"total": total},
        wrong={"mle/density-not-log": math.exp(gap), "mle/log-base-mixed": 2**total},
    )


def second_way(show) -> float:
    """Multiply the ratio token by token."""
    ratio = 1.0
    for _ in range(show["n"]):
        ratio *= math.exp(-show["a"]) / math.exp(-show["b"])
    return ratio
