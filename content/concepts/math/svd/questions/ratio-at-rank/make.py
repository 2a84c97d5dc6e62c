"""The storage ratio of a rank-k factorisation kept as two matrices."""

from beikao.kit import Draw, Question, numeric


def make(draw: Draw) -> Question:
    m, n = 256 * draw.integer(2, 16), 256 * draw.integer(2, 16)
    k = 16 * draw.integer(1, 24)
    if k >= min(m, n) // 2:
        draw.reject()
    return Question(
        show={"m": m, "n": n, "k": k},
        truth=numeric(m * n / (k * (m + n)), rel=0.01),
        steps={"full": m * n, "left": m * k, "right": k * n, "kept": k * (m + n)},
        wrong={"svd/ratio-as-n-over-k": min(m, n) / k},
    )


def second_way(show) -> float:
    """Count the stored numbers of the two factors one row at a time."""
    stored = sum(show["k"] for _ in range(show["m"])) + sum(show["n"] for _ in range(show["k"]))
    return sum(show["n"] for _ in range(show["m"])) / stored
