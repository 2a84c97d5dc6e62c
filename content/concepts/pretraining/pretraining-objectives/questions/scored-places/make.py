"""How many places enter the loss of a masked batch."""

from beikao.kit import Draw, Question, numeric


def make(draw: Draw) -> Question:
    a, b, c = draw.integer(60, 120), draw.integer(8, 15), draw.integer(16, 24)
    rest = draw.integer(300, 900)
    return Question(
        show={"a": a, "b": b, "c": c, "rest": rest},
        truth=numeric(a + b + c),
        wrong={"pretraining-objectives/only-mask-scored": a, "pretraining-objectives/loss-on-all": a + b + c + rest},
    )


def second_way(show) -> float:
    """Labels as an array: -100 where nothing was chosen."""
    import numpy as np

    labels = np.concatenate([np.ones(show["a"] + show["b"] + show["c"]), np.full(show["rest"], -100)])
    return int(np.sum(labels != -100))
