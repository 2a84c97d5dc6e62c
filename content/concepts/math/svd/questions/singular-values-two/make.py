"""The larger singular value of [[a, b], [b, a]]-like and triangular 2 x 2 matrices with whole answers."""

from beikao.kit import Draw, Question, numeric


def make(draw: Draw) -> Question:
    a, b = draw.integer(1, 9), draw.integer(1, 9)
    if a == b:
        draw.reject()
    # A = [[0, a], [b, 0]]: the eigenvalues are +-sqrt(ab), the singular values a and b.
    return Question(
        show={"a": a, "b": b},
        truth=numeric(max(a, b), abs=0.01),
        steps={"a2": a * a, "b2": b * b, "eigen": (a * b) ** 0.5},
        wrong={"svd/singular-are-eigen": (a * b) ** 0.5},
    )


def second_way(show) -> float:
    """numpy."""
    import numpy as np

    return float(np.linalg.svd(np.array([[0.0, show["a"]], [show["b"], 0.0]]))[1][0])
