"""Order four schedules by their rate near the end of a run."""

import math
from itertools import pairwise

from beikao.kit import Draw, Question, order


def rates(percent, share):
    """Shares of the peak at this percentage of the run, no warm-up, no floor."""
    p = percent / 100
    return {
        "cosine": (1 + math.cos(math.pi * p)) / 2,
        "linear": 1 - p,
        "wsd": min(1.0, (1 - p) / (share / 100)),
        "stairs": 1.0 if p < 0.8 else 0.316 if p < 0.9 else 0.1,
    }


def make(draw: Draw) -> Question:
    percent, share = draw.choice([30, 40, 70, 75, 82, 85, 88, 94, 97, 98.5, 99]), draw.choice([30, 40, 50])
    at = rates(percent, share)
    ranked = sorted(at, key=lambda name: -at[name])
    if min(at[a] - at[b] for a, b in pairwise(ranked)) < 0.004:
        draw.reject()
    return Question(show={"percent": f"{percent:g}", "share": share}, truth=order(*ranked), steps=at)


def second_way(show) -> list:
    """Tables of the four curves, read by interpolation."""
    import numpy as np

    p = float(show["percent"]) / 100
    grid = np.linspace(0, 1, 20001)
    curves = {
        "cosine": np.cos(np.pi * grid / 2) ** 2,
        "linear": np.interp(grid, [0, 1], [1, 0]),
        "wsd": np.interp(grid, [0, 1 - show["share"] / 100, 1], [1, 1, 0]),
        "stairs": np.select([grid < 0.8, grid < 0.9], [1.0, 0.316], 0.1),
    }
    return sorted(curves, key=lambda name: -np.interp(p, grid, curves[name]))
