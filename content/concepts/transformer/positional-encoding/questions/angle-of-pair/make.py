"""The angle of one pair of RoPE at one position."""

from beikao.kit import Draw, Question, numeric


def make(draw: Draw) -> Question:
    d, base = draw.choice([8, 16, 32, 64, 128]), draw.choice([100, 1000, 10000, 500000])
    i, m = draw.integer(1, d // 2 - 1), draw.integer(2, 500)
    theta = base ** (-2 * i / d)
    return Question(
        show={"d": d, "base": base, "i": i, "m": m},
        truth=numeric(m * theta, rel=0.01, unit="rad"),
        steps={"theta": theta},
        wrong={
            "positional-encoding/exponent-inverted": m / theta,
            "positional-encoding/exponent-counts-pairs": m * base ** (-i / d),
        },
    )


def second_way(show) -> float:
    """The frequencies are a geometric row from 1: multiply i times by the ratio of neighbours."""
    import math

    theta, ratio = 1.0, math.exp(-math.log(show["base"]) / (show["d"] / 2))
    for _ in range(show["i"]):
        theta *= ratio
    return show["m"] * theta
