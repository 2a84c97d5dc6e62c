"""How sure the share of credit of a concept is: a credible interval of the Beta posterior of `beikao.coach.standing`.

The posterior says how sure the weighted share is, not how hard the questions were: that is ability, which is not here.
"""

from __future__ import annotations

from math import exp, log, log1p

CELLS = 2000  # of the grid over [0, 1]; an end is off by less than one cell


def interval(right: float, wrong: float, share: float = 0.9) -> tuple[float, float]:
    """The central interval of Beta(right, wrong) that holds `share` of it; both parameters at least 1 (so the density
    is bounded), by summing the density over a grid of midpoints."""
    heights = [(right - 1) * log((i + 0.5) / CELLS) + (wrong - 1) * log1p(-(i + 0.5) / CELLS) for i in range(CELLS)]
    top = max(heights)
    density = [exp(height - top) for height in heights]  # thousands of answers would be too small for a float
    total, tail = sum(density), (1 - share) / 2
    low, high, mass = 0.0, 1.0, 0.0
    for i, cell in enumerate(density):
        before, mass = mass, mass + cell / total
        if before < tail <= mass:
            low = (i + (tail - before) / (mass - before)) / CELLS
        if before < 1 - tail <= mass:
            high = (i + (1 - tail - before) / (mass - before)) / CELLS
    return low, high
