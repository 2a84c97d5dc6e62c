"""The variance of a weighted sum of correlated variables."""

from beikao.kit import Draw, Question, numeric


def make(draw: Draw) -> Question:
    a, b, c = draw.integer(3, 9), draw.integer(3, 9), draw.choice([-2, -1, 1, 2])
    u, v = draw.integer(2, 4), draw.choice([-3, -2, -1, 2, 3])
    first, second, cross = u * u * a, v * v * b, 2 * u * v * c
    value, apart, one = first + second + cross, first + second, u * (a + c) + v * (b + c)
    if one in (value, apart):
        draw.reject()
    return Question(
        show={"a": a, "b": b, "c": c, "u": u, "v": v, "term": f"{'-' if abs(v) == 1 else format(v, '+')}x_2"},
        truth=numeric(value),
        steps={"first": first, "second": second, "cross": cross},
        wrong={"gaussian-distribution/covariance-left-out": apart, "gaussian-distribution/map-one-sided": one},
    )


def second_way(show) -> float:
    """The squared length of L^T w, where L is the Cholesky factor."""
    import numpy as np

    cov = np.array([[show["a"], show["c"]], [show["c"], show["b"]]], dtype=float)
    return round(float(np.sum((np.linalg.cholesky(cov).T @ [show["u"], show["v"]]) ** 2)), 9)
