"""One perplexity from two batches of different size."""

import math

from beikao.kit import Draw, Question, numeric


def make(draw: Draw) -> Question:
    n, m = 100 * draw.integer(1, 5), 100 * draw.integer(8, 30)
    a, b = round(draw.uniform(3.2, 4.5), 2), round(draw.uniform(1.6, 2.6), 2)
    mean = (n * a + m * b) / (n + m)
    right, plain, of_exp = math.exp(mean), math.exp((a + b) / 2), (n * math.exp(a) + m * math.exp(b)) / (n + m)
    if min(abs(plain - right), abs(of_exp - right), abs(plain - of_exp)) < 0.07 * right:
        draw.reject()
    return Question(
        show={"n": n, "m": m, "a": a, "b": b},
        truth=numeric(right, rel=0.02),
        steps={"total": n * a + m * b, "count": n + m, "mean": mean},
        wrong={"language-modelling/unweighted-batches": plain, "language-modelling/mean-of-perplexities": of_exp},
    )


def second_way(show) -> float:
    """Every token written out, one exponential at the end."""
    import numpy as np

    return float(np.exp(np.mean([show["a"]] * show["n"] + [show["b"]] * show["m"])))
