"""One update of the online softmax in which the maximum rises."""

import math

from beikao.kit import Draw, Question, numeric


def make(draw: Draw) -> Question:
    m, rise = draw.integer(-1, 3), draw.choice([0.5, 1, 1.5, 2])
    low = rise - draw.choice([0.5, 1, 2])
    l, mean = draw.choice([1.2, 1.5, 2, 2.5, 3]), draw.integer(2, 9)
    a, v1, v2 = l * mean, draw.integer(1, 20), draw.integer(1, 20)
    s1, s2 = draw.shuffle([m + rise, m + low])
    top = m + rise
    c, e1, e2 = math.exp(-rise), math.exp(s1 - top), math.exp(s2 - top)
    new_l, new_a = c * l + e1 + e2, c * a + e1 * v1 + e2 * v2
    right = new_a / new_l
    wrong = [(a + e1 * v1 + e2 * v2) / new_l, (a + e1 * v1 + e2 * v2) / (l + e1 + e2), new_a]
    values = [right, *wrong]
    if min(abs(x - y) for i, x in enumerate(values) for y in values[:i]) < 0.04 * right:
        draw.reject()
    return Question(
        show={"m": m, "l": l, "a": round(a, 6), "s1": s1, "s2": s2, "v1": v1, "v2": v2},
        truth=numeric(right, rel=0.01),
        steps={"top": top, "rise": rise, "c": c, "e1": e1, "e2": e2, "newl": new_l, "newa": new_a},
        wrong={
            "efficient-attention/rescales-sum-only": wrong[0],
            "efficient-attention/block-max-is-global": wrong[1],
            "efficient-attention/division-forgotten": wrong[2],
        },
    )


def second_way(show) -> float:
    """Without any maximum: plain exponentials of everything seen."""
    import numpy as np

    old_sum, old_out = show["l"] * np.exp(show["m"]), show["a"] * np.exp(show["m"])
    e = np.exp([show["s1"], show["s2"]])
    return float((old_out + e @ [show["v1"], show["v2"]]) / (old_sum + e.sum()))
