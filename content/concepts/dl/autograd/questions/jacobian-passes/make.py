"""The fewest passes for a full Jacobian."""

from beikao.kit import Draw, Question, numeric


def make(draw: Draw) -> Question:
    n, m = draw.sample([2, 3, 4, 5, 8, 12, 20, 50, 100, 300, 1000], 2)
    wrong = {"autograd/reverse-always-cheaper": m} if m > n else {}
    return Question(
        show={"n": n, "m": m},
        truth=numeric(min(n, m)),
        steps={"forward": n, "reverse": m},
        wrong=wrong,
    )


def second_way(show) -> float:
    """Rank of what unit seeds span: a pass per column, or a pass per row; the smaller side."""
    import numpy as np

    return float(np.linalg.matrix_rank(np.eye(show["m"], show["n"])))
