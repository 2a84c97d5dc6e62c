"""The MAP estimate of a rate after two batches."""

from beikao.kit import Draw, Question, numeric


def make(draw: Draw) -> Question:
    a, b = draw.integer(2, 7), draw.integer(2, 7)
    n1, n2 = draw.integer(4, 10), draw.integer(4, 10)
    k1, k2 = draw.integer(n1 // 2, n1), draw.integer(n2 // 2, n2)
    k, n = k1 + k2, n1 + n2
    value = (k + a - 1) / (n + a + b - 2)
    mean, twice = (k + a) / (n + a + b), (k + 2 * (a - 1)) / (n + 2 * (a + b - 2))
    if min(abs(value - mean), abs(value - twice), abs(mean - twice)) < 0.005:
        draw.reject()
    return Question(
        show={"a": a, "b": b, "n1": n1, "k1": k1, "n2": n2, "k2": k2},
        truth=numeric(value, abs=0.0015),
        steps={"n": n, "k": k},
        wrong={"bayesian-inference/map-is-mean": mean, "bayesian-inference/prior-counted-twice": twice},
    )


def second_way(show) -> float:
    """Maximise the log of prior times likelihood numerically."""
    import numpy as np
    from scipy.optimize import minimize_scalar

    up = show["a"] - 1 + show["k1"] + show["k2"]
    down = show["b"] - 1 + show["n1"] + show["n2"] - show["k1"] - show["k2"]
    found = minimize_scalar(lambda p: -up * np.log(p) - down * np.log1p(-p), bounds=(1e-6, 1 - 1e-6), method="bounded")
    return float(found.x)
