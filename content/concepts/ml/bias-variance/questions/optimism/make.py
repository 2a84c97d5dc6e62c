"""Least squares: how much lower the training error is than the error on fresh labels at the same inputs."""

from beikao.kit import Draw, Question, numeric


def make(draw: Draw) -> Question:
    n = draw.choice([50, 80, 100, 200, 400])
    p = draw.choice([5, 8, 10, 16, 20, 25])
    noise = draw.choice([0.5, 1.0, 2.0, 4.0])
    if p * 3 > n:
        draw.reject()
    return Question(
        show={"n": n, "p": p, "noise": noise},
        truth=numeric(2 * noise * p / n, rel=0.01),
        steps={"train": noise * (1 - p / n), "fresh": noise * (1 + p / n)},
        wrong={"bias-variance/low-train-means-good": noise * p / n},
    )


def second_way(show) -> float:
    """Build a design, its hat matrix, and take traces of the two error covariances."""
    import numpy as np

    n, p = show["n"], show["p"]
    q, _ = np.linalg.qr(np.random.default_rng(1).normal(size=(n, p)))
    hat = q @ q.T
    train = np.trace((np.eye(n) - hat) @ (np.eye(n) - hat).T) / n
    fresh = 1 + np.trace(hat @ hat.T) / n
    return float(show["noise"] * (fresh - train))
