"""The first component of the gradient of x^T A x for a matrix that need not be symmetric."""

from beikao.kit import Draw, Question, numeric


def make(draw: Draw) -> Question:
    a, b, c, d = (draw.integer(-3, 5) for _ in range(4))
    x, y = draw.integer(-3, 4), draw.integer(1, 4)
    right, single = 2 * a * x + (b + c) * y, a * x + b * y
    if right == single or right == 2 * single:
        draw.reject()
    return Question(
        show={"a": a, "b": b, "c": c, "d": d, "x": x, "y": y},
        truth=numeric(right),
        steps={"two_a": 2 * a, "sum": b + c},
        wrong={"matrix-calculus/quadratic-without-two": single},
    )


def second_way(show) -> float:
    """Central differences, exact for a quadratic."""
    import numpy as np

    m = np.array([[show["a"], show["b"]], [show["c"], show["d"]]], dtype=float)
    v, step = np.array([show["x"], show["y"]], dtype=float), np.array([1.0, 0.0])
    return float(((v + step) @ m @ (v + step) - (v - step) @ m @ (v - step)) / 2)
