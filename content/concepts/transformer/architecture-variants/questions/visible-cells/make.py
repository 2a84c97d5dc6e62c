"""Visible cells of an encoder with a decoder."""

from beikao.kit import Draw, Question, numeric


def make(draw: Draw) -> Question:
    n, m = draw.integer(4, 40), draw.integer(3, 30)
    a, b, c = n * n, m * (m + 1) // 2, m * n
    if n * (n + 1) // 2 + c == a:
        draw.reject()  # the two mistakes would count the same
    return Question(
        show={"n": n, "m": m},
        truth=numeric(a + b + c),
        steps={"a": a, "b": b, "c": c},
        wrong={
            "architecture-variants/prefix-is-causal": n * (n + 1) // 2 + b + c,
            "architecture-variants/cross-attention-is-free": a + b,
        },
    )


def second_way(show) -> float:
    """The mask of a two-sided prefix over both parts, counted cell by cell."""
    n, total = show["n"], show["n"] + show["m"]
    return float(sum(j <= i or (i < n and j < n) for i in range(total) for j in range(total)))
