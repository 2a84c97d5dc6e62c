"""Elements of (a, 1, c) + (a, c): the second shape is lined up from the right."""

from beikao.kit import Draw, Question, numeric


def make(draw: Draw) -> Question:
    a, c = draw.integer(2, 16), 8 * draw.integer(1, 16)
    if a == c:
        draw.reject()
    return Question(
        show={"a": a, "c": c},
        truth=numeric(a * a * c),
        steps={"meant": a * c},
        wrong={"tensor-ops/broadcast-from-left": a * c},
    )


def second_way(show) -> float:
    """numpy."""
    import numpy as np

    x, y = np.zeros((show["a"], 1, show["c"]), np.int8), np.zeros((show["a"], show["c"]), np.int8)
    return (x + y).size
