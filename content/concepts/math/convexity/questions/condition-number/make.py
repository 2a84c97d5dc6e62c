"""The condition number L/mu of a quadratic with a rotated Hessian."""

from beikao.kit import Draw, Question, numeric


def make(draw: Draw) -> Question:
    low = draw.integer(1, 5)
    high = low + 2 * draw.integer(1, 20)
    a, b = (low + high) // 2, (high - low) // 2
    return Question(
        show={"a": a, "b": b},
        truth=numeric(high / low, rel=0.01),
        steps={"low": low, "high": high},
        wrong={"convexity/positive-diagonal-enough": 1.0, "convexity/smooth-and-strong-swapped": low / high},
    )


def second_way(show) -> float:
    """numpy's condition number of the matrix."""
    import numpy as np

    return float(np.linalg.cond(np.array([[show["a"], show["b"]], [show["b"], show["a"]]], dtype=float)))
