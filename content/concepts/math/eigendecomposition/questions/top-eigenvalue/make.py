"""The larger eigenvalue of a symmetric 2 x 2 matrix with whole eigenvalues."""

from beikao.kit import Draw, Question, numeric

TRIPLES = [(3, 4, 5), (4, 3, 5), (5, 12, 13), (8, 6, 10), (6, 8, 10)]


def make(draw: Draw) -> Question:
    # [[p + h, b], [b, p - h]] has eigenvalues p +- sqrt(h^2 + b^2).
    h, b, r = draw.choice(TRIPLES)
    p = draw.integer(r + 1, r + 9)
    a, d = p + h, p - h
    return Question(
        show={"a": a, "b": b, "d": d},
        truth=numeric(p + r),
        steps={"trace": a + d, "det": a * d - b * b, "other": p - r},
        wrong={"eigendecomposition/trace-det-swapped": a + d + 0.0, "eigendecomposition/any-vector-stretches": a},
    )


def second_way(show) -> float:
    """Power iteration."""
    import numpy as np

    m, v = np.array([[show["a"], show["b"]], [show["b"], show["d"]]], dtype=float), np.array([1.0, 0.3])
    for _ in range(400):
        v = m @ v
        v /= np.linalg.norm(v)
    return round(float(v @ m @ v), 6)
