"""The target encoding of one sample with its own label left out."""

from beikao.kit import Draw, Question, numeric


def make(draw: Draw) -> Question:
    n = draw.integer(3, 9)
    ones = draw.integer(1, n - 1)
    mine = draw.integer(0, 1)
    labels = [1] * (ones - mine) + [0] * (n - 1 - (ones - mine))
    value = (ones - mine) / (n - 1)
    if len(labels) != n - 1 or abs(value - ones / n) < 0.03:
        draw.reject()
    return Question(
        show={"n": n, "mine": mine, "others": ", ".join(map(str, draw.shuffle(labels)))},
        truth=numeric(value, abs=0.006),
        steps={"sum": ones - mine, "rest": n - 1, "leaky": ones / n},
        wrong={"validation-design/own-label-in-feature": ones / n},
    )


def second_way(show) -> float:
    """The mean of the listed labels, by numpy."""
    import numpy as np

    return float(np.mean([float(v) for v in show["others"].split(",")]))
