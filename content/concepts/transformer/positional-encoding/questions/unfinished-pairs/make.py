"""How many pairs of RoPE do not finish a turn within the trained length."""

import math

from beikao.kit import Draw, Question, numeric


def make(draw: Draw) -> Question:
    d = draw.choice([64, 80, 96, 128])
    base, length = draw.choice([10000, 50000, 100000, 500000, 1000000]), 2 ** draw.integer(9, 14)
    edge = d / 2 * math.log(length / (2 * math.pi)) / math.log(base)
    count = d // 2 - 1 - math.floor(edge)
    wide = max(d // 2 - 1 - math.floor(2 * edge), 0)
    if abs(edge - round(edge)) < 0.02 or count < 2 or len({count, wide, d // 2 - count}) < 3:
        draw.reject()
    return Question(
        show={"d": d, "base": base, "length": length},
        truth=numeric(count),
        steps={"edge": edge, "last": d // 2 - 1},
        wrong={
            "positional-encoding/exponent-counts-pairs": wide,
            "positional-encoding/exponent-inverted": d // 2 - count,
        },
    )


def second_way(show) -> float:
    """Go through the pairs."""
    d = show["d"]
    return float(sum(show["length"] * show["base"] ** (-2 * i / d) < 2 * math.pi for i in range(d // 2)))
