"""The hidden width of a gated MLP with as many parameters as a plain one."""

from beikao.kit import Draw, Question, numeric


def make(draw: Draw) -> Question:
    d, multiple = 96 * draw.integer(4, 48), draw.choice([3, 4, 5, 6])
    f = multiple * d
    return Question(
        show={"d": d, "f": f},
        truth=numeric(2 * f / 3),
        steps={"plain": 2 * d * f, "each": 3 * d},
        wrong={"mlp/gate-is-free": f},
    )


def second_way(show) -> float:
    """Try every width."""
    d, f = show["d"], show["f"]
    return float(next(h for h in range(1, f + 1) if 3 * d * h >= 2 * d * f))
