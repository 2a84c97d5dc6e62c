"""The conditional variance from a 2 x 2 covariance matrix."""

from beikao.kit import Draw, Question, numeric


def make(draw: Draw) -> Question:
    a, b, c = draw.choice([2, 4, 5, 8, 10]), draw.integer(3, 12), draw.choice([-4, -3, -2, 2, 3, 4])
    value = b - c * c / a
    if value < 0.5 or abs(value - value**0.5) < 0.2:
        draw.reject()
    return Question(
        show={"a": a, "b": b, "c": c},
        truth=numeric(value, rel=0.01),
        steps={"c2": c * c},
        wrong={
            "gaussian-distribution/conditional-keeps-variance": b,
            "gaussian-distribution/std-for-variance": value**0.5,
        },
    )


def second_way(show) -> float:
    """One over the entry of the precision matrix."""
    import numpy as np

    cov = np.array([[show["a"], show["c"]], [show["c"], show["b"]]], dtype=float)
    return float(1 / np.linalg.inv(cov)[1, 1])
