"""The largest rank that still reaches a wanted storage ratio."""

from beikao.kit import Draw, Question, numeric


def make(draw: Draw) -> Question:
    m = draw.choice([1024, 2048, 4096, 8192])
    n = m * draw.choice([1, 2, 3])
    ratio = draw.choice([2, 3, 4, 5, 8])
    k = m * n // (ratio * (m + n))
    return Question(
        show={"m": m, "n": n, "ratio": ratio},
        truth=numeric(k),
        steps={"product": m * n, "sum": m + n, "exact": m * n / (ratio * (m + n))},
        wrong={"svd/ratio-as-n-over-k": m // ratio},
    )


def second_way(show) -> float:
    """Bisect on the rank, counting what is stored."""
    low, high = 0, show["m"]
    while low < high:
        middle = (low + high + 1) // 2
        stored = middle * show["m"] + middle * show["n"]
        low, high = (middle, high) if stored * show["ratio"] <= show["m"] * show["n"] else (low, middle - 1)
    return low
