"""One element of arange(a*b).view(a, b).t().reshape(c, d)."""

from beikao.kit import Draw, Question, numeric


def make(draw: Draw) -> Question:
    a, b, c = draw.choice([(2, 6, 4), (3, 4, 6), (4, 6, 3), (3, 6, 9), (4, 3, 2), (2, 9, 6), (5, 4, 10), (6, 4, 8)])
    d = a * b // c
    i, j = draw.integer(0, c - 1), draw.integer(0, d - 1)
    flat = i * d + j
    row, column = divmod(flat, a)
    truth = column * b + row
    if truth == flat:
        draw.reject()
    return Question(
        show={"a": a, "b": b, "c": c, "d": d, "i": i, "j": j, "n": a * b},
        truth=numeric(truth),
        steps={"flat": flat, "row": row, "column": column},
        wrong={"tensor-ops/view-is-transpose": flat},
    )


def second_way(show) -> float:
    """numpy."""
    import numpy as np

    x = np.arange(show["n"]).reshape(show["a"], show["b"])
    return int(x.T.reshape(show["c"], show["d"])[show["i"], show["j"]])
