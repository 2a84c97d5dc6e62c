"""Positions computed again for a two-sided prefix that grows."""

from beikao.kit import Draw, Question, numeric


def make(draw: Draw) -> Question:
    k, c = draw.integer(4, 20), 10 * draw.integer(5, 60)
    right = c * k * (k - 1) // 2
    return Question(
        show={"k": k, "c": c},
        truth=numeric(right),
        steps={"last": k - 1, "linear": k * c},
        wrong={"architecture-variants/encoder-caches-too": c * (k - 1)},
    )


def second_way(show) -> float:
    """Turn by turn."""
    history, processed = 0, 0
    for _ in range(show["k"]):
        processed += history
        history += show["c"]
    return float(processed)
