"""Cells seen under a causal and a left-padding mask, in two sentences."""

from beikao.kit import Draw, Question, numeric


def make(draw: Draw) -> Question:
    t = draw.integer(6, 20)
    p, r = draw.sample(range(1, t - 3), 2)
    n, m = t - p, t - r
    first, second = n * (n + 1) // 2, m * (m + 1) // 2
    return Question(
        show={"t": t, "p": p, "r": r},
        truth=numeric(first + second),
        steps={"n": n, "m": m, "first": first, "second": second},
        wrong={
            "multi-head-attention/own-token-hidden": first + second - n - m,
            "multi-head-attention/next-token-visible": first + second + n + m - 2,
            "multi-head-attention/zero-padding-is-silent": first + second + n * p + m * r,
        },
    )


def second_way(show) -> float:
    """Count the mask itself."""
    import numpy as np

    t = show["t"]
    total = 0
    for padding in (show["p"], show["r"]):
        real = np.arange(t) >= padding
        total += int((np.tri(t, dtype=bool) & real & real[:, None]).sum())
    return float(total)
