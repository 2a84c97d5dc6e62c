"""The hidden width of a gated feed-forward network with the parameters of a plain one."""

from beikao.kit import Draw, Question, numeric


def make(draw: Draw) -> Question:
    d, m = 128 * draw.integer(4, 64), draw.choice([32, 64, 128, 256])
    right = -(-8 * d // (3 * m)) * m
    return Question(
        show={"d": d, "m": m},
        truth=numeric(right),
        steps={"exact": 8 * d / 3, "full": 4 * d},
        wrong={"transformer-block/gated-has-two-matrices": 4 * d},
    )


def second_way(show) -> float:
    """The least multiple at which three matrices hold at least what two of width 4d do."""
    f = show["m"]
    while 3 * show["d"] * f < 2 * show["d"] * 4 * show["d"]:
        f += show["m"]
    return float(f)
