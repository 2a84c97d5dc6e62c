"""One Newton step of an intercept-only model from zero."""

import math

from beikao.kit import Draw, Question, numeric


def make(draw: Draw) -> Question:
    n = draw.choice([20, 40, 50, 80, 100])
    k = draw.choice([1, -1]) * draw.integer(n // 10, n * 3 // 10) % n
    step, exact = 4 * k / n - 2, math.log(k / (n - k))
    if abs(step - exact) < 0.1 or abs(step) < 0.5:
        draw.reject()
    return Question(
        show={"n": n, "k": k},
        truth=numeric(step, abs=0.02),
        steps={"grad": n / 2 - k, "curve": n / 4, "exact": exact},
        wrong={"logistic-regression/newton-is-exact": exact, "logistic-regression/residual-reversed": -step},
    )


def second_way(show) -> float:
    """Gradient and curvature by finite differences of the loss."""
    import numpy as np

    n, k, h = show["n"], show["k"], 1e-3

    def loss(b):
        return n * np.logaddexp(0, b) - k * b

    grad = (loss(h) - loss(-h)) / (2 * h)
    return float(-grad / ((loss(h) - 2 * loss(0.0) + loss(-h)) / h**2))
