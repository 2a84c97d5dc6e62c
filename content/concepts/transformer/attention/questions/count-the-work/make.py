"""Multiply-adds of one head, in millions."""

from beikao.kit import Draw, Question, numeric


def make(draw: Draw) -> Question:
    d = draw.choice([32, 64, 80, 96, 128])
    n, m = 64 * draw.integer(2, 40), 64 * draw.integer(2, 40)
    return Question(
        show={"d": d, "n": n, "m": m},
        truth=numeric(2 * n * m * d / 1e6, rel=0.01),
        wrong={"attention/cost-forgets-values": n * m * d / 1e6, "attention/cost-is-linear": 2 * (n + m) * d / 1e6},
    )


def second_way(show) -> float:
    """Column by column: what one query costs, so many times."""
    one_query = sum(show["d"] for _ in range(show["m"])) + sum(show["m"] for _ in range(show["d"]))
    return show["n"] * one_query / 1e6
