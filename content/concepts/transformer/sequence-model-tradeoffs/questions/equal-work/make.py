"""The length at which an attention layer and a recurrent one cost the same."""

from beikao.kit import Draw, Question, numeric


def make(draw: Draw) -> Question:
    d, c = 128 * draw.integer(1, 32), draw.choice([6, 7, 8, 9, 10, 12])
    return Question(
        show={"d": d, "c": c},
        truth=numeric((c - 4) * d / 2, rel=0.01),
        wrong={"sequence-model-tradeoffs/projections-forgotten": c * d / 2},
    )


def second_way(show) -> float:
    """Bisect on the length, counting both layers in full."""
    d, low, high = show["d"], 0.0, 1e6
    for _ in range(80):
        n = (low + high) / 2
        low, high = (n, high) if n * (4 * d * d) + 2 * n * n * d < n * show["c"] * d * d else (low, n)
    return low
