"""The largest rank that still reaches a wanted storage ratio."""

from beikao.kit import Draw, Question, numeric


def make(draw: Draw) -> Question:
    m = 128 * draw.integer(8, 64)
    n = m + 128 * draw.integer(1, 64)
    ratio = draw.choice([2, 3, 4, 5, 8])
    k, left = divmod(m * n, ratio * (m + n))
    if not left:
        draw.reject()  # rounding down has to matter
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
