"""The smallest weight decay that makes a quadratic convex."""

from beikao.kit import Draw, Question, numeric


def make(draw: Draw) -> Question:
    a, b = draw.integer(1, 9), draw.integer(2, 15)
    if b <= a:
        draw.reject()
    return Question(
        show={"a": a, "b": b},
        truth=numeric(b - a),
        steps={"low": a - b},
        wrong={"convexity/positive-diagonal-enough": 0},
    )


def second_way(show) -> float:
    """Bisect on the shift until the smallest eigenvalue is zero."""
    import numpy as np

    h = np.array([[show["a"], show["b"]], [show["b"], show["a"]]], dtype=float)
    low, high = 0.0, 100.0
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (low, middle) if np.linalg.eigvalsh(h + middle * np.eye(2))[0] >= 0 else (middle, high)
    return round(high, 6)
