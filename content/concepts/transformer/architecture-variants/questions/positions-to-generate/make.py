"""Positions processed by a two-sided encoder that generates."""

from beikao.kit import Draw, Question, numeric


def make(draw: Draw) -> Question:
    n, m = draw.integer(10, 400), draw.integer(4, 80)
    right, cached = n * m + m * (m - 1) // 2, n + m - 1
    return Question(
        show={"n": n, "m": m},
        truth=numeric(right),
        steps={"cached": cached, "times": right / cached},
        wrong={"architecture-variants/encoder-caches-too": cached},
    )


def second_way(show) -> float:
    """Generate, and count."""
    length, processed = show["n"], 0
    for _ in range(show["m"]):
        processed += length
        length += 1
    return float(processed)
