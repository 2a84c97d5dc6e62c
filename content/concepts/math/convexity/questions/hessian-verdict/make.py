"""Is a quadratic with this Hessian strongly convex, merely convex or not convex?"""

from beikao.kit import Draw, Question, choice


def make(draw: Draw) -> Question:
    kind = draw.choice(["strong", "convex", "neither"])
    p, q = draw.integer(1, 4), draw.integer(1, 4)
    a, d, b = p * p, q * q, p * q  # rank one: determinant zero
    if kind == "strong":
        a, d = a + draw.integer(1, 3), d + draw.integer(1, 3)
    elif kind == "neither":
        b += draw.integer(1, 4)
    return Question(
        show={"a": a, "b": b, "d": d},
        truth=choice(kind),
        steps={"trace": a + d, "det": a * d - b * b},
        wrong={} if kind == "strong" else {"convexity/positive-diagonal-enough": "strong"},
    )


def second_way(show) -> str:
    """Eigenvalues from numpy."""
    import numpy as np

    low = float(np.linalg.eigvalsh(np.array([[show["a"], show["b"]], [show["b"], show["d"]]], dtype=float))[0])
    return "convex" if abs(low) < 1e-9 else "strong" if low > 0 else "neither"
