"""The posterior mean of a win rate under a Beta prior."""

from beikao.kit import Draw, Question, numeric


def make(draw: Draw) -> Question:
    a, b, n = draw.integer(2, 8), draw.integer(2, 8), draw.integer(5, 20)
    k = draw.integer(0, n)
    value, mode = (a + k) / (a + b + n), (a + k - 1) / (a + b + n - 2)
    if min(abs(value - k / n), abs(value - mode), abs(mode - k / n)) < 0.007:
        draw.reject()
    return Question(
        show={"a": a, "b": b, "n": n, "k": k},
        truth=numeric(value, abs=0.002),
        steps={"lost": n - k, "top": a + k, "bottom": a + b + n},
        wrong={"bayesian-inference/prior-ignored": k / n, "bayesian-inference/map-is-mean": mode},
    )


def second_way(show) -> float:
    """Numeric integration of prior times likelihood."""
    import numpy as np

    p = np.linspace(0, 1, 20_001)
    weight = p ** (show["a"] - 1 + show["k"]) * (1 - p) ** (show["b"] - 1 + show["n"] - show["k"])
    return float(np.sum(p * weight) / np.sum(weight))
