"""The step at which a cosine without floor has fallen to a given share of its peak."""

import math

from beikao.kit import Draw, Question, numeric


def make(draw: Draw) -> Question:
    total, warmup = 1000 * draw.integer(3, 40), 100 * draw.integer(1, 9)
    share = draw.choice([10, 15, 20, 25, 30, 70, 75, 80, 85, 90, 95])
    p = math.acos(2 * share / 100 - 1) / math.pi
    return Question(
        show={"total": total, "warmup": warmup, "share": share},
        truth=numeric(warmup + p * (total - warmup), rel=0.01),
        steps={"cos": 2 * share / 100 - 1, "p": p, "length": total - warmup},
        wrong={"lr-schedules/cosine-is-linear": warmup + (1 - share / 100) * (total - warmup)},
    )


def second_way(show) -> float:
    """Find the crossing with a root finder."""
    import numpy as np
    from scipy.optimize import brentq

    def above(t):
        p = (t - show["warmup"]) / (show["total"] - show["warmup"])
        return np.cos(np.pi * p / 2) ** 2 - show["share"] / 100

    return brentq(above, show["warmup"], show["total"])
