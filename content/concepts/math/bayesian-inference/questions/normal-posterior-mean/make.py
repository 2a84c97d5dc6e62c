"""The posterior mean of a Gaussian mean with known noise."""

from beikao.kit import Draw, Question, numeric


def make(draw: Draw) -> Question:
    m, xbar = draw.integer(40, 60), draw.integer(50, 80)
    v0, v, n = draw.choice([1, 4, 9, 16, 25]), draw.choice([9, 16, 25, 36, 64, 100]), draw.choice([2, 3, 4, 5, 8])
    p0, pd = 1 / v0, n / v
    value = (p0 * m + pd * xbar) / (p0 + pd)
    swapped = (v0 * m + v / n * xbar) / (v0 + v / n)
    if min(abs(value - swapped), abs(value - xbar), abs(swapped - xbar)) < 0.6:
        draw.reject()
    return Question(
        show={"m": m, "v0": v0, "v": v, "n": n, "xbar": xbar},
        truth=numeric(value, abs=0.1),
        steps={"p0": p0, "pd": pd, "total": p0 + pd},
        wrong={"bayesian-inference/weights-by-variance": swapped, "bayesian-inference/prior-ignored": xbar},
    )


def second_way(show) -> float:
    """Prior times likelihood on a grid."""
    import numpy as np

    mu = np.linspace(0, 120, 60_001)
    log = -0.5 * (mu - show["m"]) ** 2 / show["v0"] - 0.5 * show["n"] * (mu - show["xbar"]) ** 2 / show["v"]
    weight = np.exp(log - log.max())
    return float(np.sum(mu * weight) / np.sum(weight))
