"""The score of one pair of RoPE from two positions."""

import math

from beikao.kit import Draw, Question, numeric


def make(draw: Draw) -> Question:
    a, c = draw.integer(1, 5), draw.integer(1, 5)
    step = draw.choice([5, 10, 15, 20, 25])
    n = draw.integer(1, 8)
    m = n + draw.integer(1, 7)
    right = a * c * math.cos(math.radians((m - n) * step))
    absolute = a * c * math.cos(math.radians((m + n) * step))
    if min(abs(right - absolute), abs(right - a * c), abs(absolute - a * c)) < 0.1:
        draw.reject()
    return Question(
        show={"a": a, "c": c, "step": step, "m": m, "n": n},
        truth=numeric(right, abs=0.02),
        steps={"angle": (m - n) * step},
        wrong={"positional-encoding/rotation-cancels": a * c, "positional-encoding/score-keeps-absolute": absolute},
    )


def second_way(show) -> float:
    """Turn both vectors and multiply them out."""
    import numpy as np

    def turned(length, position):
        angle = np.radians(position * show["step"])
        return length * np.array([np.cos(angle), np.sin(angle)])

    return float(turned(show["a"], show["m"]) @ turned(show["c"], show["n"]))
