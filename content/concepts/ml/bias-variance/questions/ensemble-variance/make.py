"""The variance of the mean of correlated models."""

from beikao.kit import Draw, Question, numeric


def make(draw: Draw) -> Question:
    m = draw.choice([4, 5, 8, 10, 20, 50])
    variance = draw.choice([0.5, 1.0, 2.0, 4.0])
    rho = draw.choice([0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.8])
    shared, own = rho * variance, (1 - rho) * variance / m
    return Question(
        show={"m": m, "variance": variance, "rho": rho},
        truth=numeric(shared + own, rel=0.02),
        steps={"shared": shared, "own": own},
        wrong={"bias-variance/average-kills-all-variance": variance / m},
    )


def second_way(show) -> float:
    """The quadratic form of the covariance matrix with equal weights."""
    import numpy as np

    m, v = show["m"], show["variance"]
    cov = v * ((1 - show["rho"]) * np.eye(m) + show["rho"] * np.ones((m, m)))
    w = np.full(m, 1 / m)
    return float(w @ cov @ w)
