"""The share of the length-dependent part in a layer's multiply-adds, per cent."""

from beikao.kit import Draw, Question, numeric


def make(draw: Draw) -> Question:
    d, n = draw.choice([768, 1024, 2048, 4096, 5120, 8192]), 512 * draw.integer(1, 64)
    right, half = 200 * n / (12 * d + 2 * n), 100 * n / (12 * d + n)
    naive = 100 * n / (n + d)
    if min(abs(right - half), abs(right - naive), abs(half - naive)) < 0.07 * right:
        draw.reject()
    return Question(
        show={"d": d, "n": n},
        truth=numeric(right, rel=0.02, unit="%"),
        steps={"top": 2 * n, "bottom": 12 * d + 2 * n},
        wrong={"attention/cost-forgets-values": half, "efficient-attention/quadratic-hurts-short": naive},
    )


def second_way(show) -> float:
    """Count a layer's matrix products: four projections, two of 4d for the feed-forward, two with the length."""
    d, n = show["d"], show["n"]
    products = [(n, d, d)] * 4 + [(n, d, 4 * d), (n, 4 * d, d)]
    growing = [(n, d, n), (n, n, d)]
    sizes = [sum(a * b * c for a, b, c in group) for group in (products, growing)]
    return 100 * sizes[1] / sum(sizes)
