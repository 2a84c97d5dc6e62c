"""The standard deviation of an attention logit before scaling."""

from beikao.kit import Draw, Question, numeric


def make(draw: Draw) -> Question:
    d, a, b = draw.choice([32, 64, 80, 96, 128, 192, 256]), draw.choice([1, 2, 3, 4]), draw.choice([2, 3, 4, 5])
    one = a * b
    if one in (1, 4, 9, 16) and draw.integer(0, 1):
        draw.reject()
    total = d * one
    return Question(
        show={"d": d, "a": a, "b": b},
        truth=numeric(total**0.5, rel=0.01),
        steps={"one": one, "total": total},
        wrong={"gaussian-distribution/std-for-variance": total, "gaussian-distribution/stds-add": d * one**0.5},
    )


def second_way(show) -> float:
    """E[(q.k)^2] = trace(Cov_q Cov_k)."""
    import numpy as np

    return float(np.sqrt(np.trace(show["a"] * np.eye(show["d"]) @ (show["b"] * np.eye(show["d"])))))
