"""The variance of a scaled sum of independent gradients."""

from beikao.kit import Draw, Question, numeric


def make(draw: Draw) -> Question:
    var, n, c = draw.integer(2, 20), draw.choice([4, 8, 16, 32, 64]), draw.choice([0.125, 0.25, 0.5, 2, 3, 4])
    if n * c == 1 or n == c:
        draw.reject()
    return Question(
        show={"var": var, "n": n, "c": c},
        truth=numeric(c * c * n * var, rel=0.005),
        steps={"summed": n * var, "c2": c * c},
        wrong={
            "probability-basics/sum-as-multiple": c * c * n * n * var,
            "probability-basics/scaling-not-squared": c * n * var,
        },
    )


def second_way(show) -> float:
    """The covariance matrix of independent terms between two weight vectors."""
    import numpy as np

    weights = np.full(show["n"], float(show["c"]))
    return float(weights @ (show["var"] * np.eye(show["n"])) @ weights)
