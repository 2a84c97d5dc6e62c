"""A power of a symmetric matrix acting on an eigenvector."""

from beikao.kit import Draw, Question, numeric


def make(draw: Draw) -> Question:
    p, b, t = draw.integer(1, 3), draw.integer(1, 3), draw.integer(3, 5)
    if p == b:
        draw.reject()
    # [[p, b], [b, p]] (1, 1) = (p + b)(1, 1)
    return Question(
        show={"p": p, "b": b, "t": t},
        truth=numeric((p + b) ** t),
        steps={"value": p + b},
        wrong={"eigendecomposition/power-of-entries": p**t + b**t},
    )


def second_way(show) -> float:
    """Multiply out."""
    x, y = 1, 1
    for _ in range(show["t"]):
        x, y = show["p"] * x + show["b"] * y, show["b"] * x + show["p"] * y
    return x
