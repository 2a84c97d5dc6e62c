"""A Rayleigh quotient with a vector that is not of length one."""

from beikao.kit import Draw, Question, numeric


def make(draw: Draw) -> Question:
    a, b, d = draw.integer(1, 9), draw.integer(1, 5), draw.integer(1, 9)
    x, y = draw.integer(1, 4), draw.integer(1, 4)
    top = a * x * x + 2 * b * x * y + d * y * y
    return Question(
        show={"a": a, "b": b, "d": d, "x": x, "y": y},
        truth=numeric(top / (x * x + y * y), rel=0.005),
        steps={"top": top, "bottom": x * x + y * y},
        wrong={"eigendecomposition/unnormalised-rayleigh": top},
    )


def second_way(show) -> float:
    """Normalise first, then project."""
    import numpy as np

    v = np.array([show["x"], show["y"]], dtype=float)
    v /= np.linalg.norm(v)
    return float(v @ np.array([[show["a"], show["b"]], [show["b"], show["d"]]], dtype=float) @ v)
