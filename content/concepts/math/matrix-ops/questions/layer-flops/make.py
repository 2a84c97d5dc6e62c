"""FLOPs of a linear layer, forward or forward and backward."""

from beikao.kit import Draw, Question, numeric


def make(draw: Draw) -> Question:
    b = 2 ** draw.integer(3, 8)
    i, o = 128 * draw.integer(2, 32), 128 * draw.integer(2, 32)
    mega = b * i * o / 1e6
    return Question(
        show={"b": b, "i": i, "o": o},
        truth=numeric(6 * mega, rel=0.01, unit="MFLOP"),
        steps={"forward": 2 * mega, "backward": 4 * mega},
        wrong={"matrix-ops/flops-without-two": 3 * mega, "matrix-ops/backward-equals-forward": 4 * mega},
    )


def second_way(show) -> float:
    """Count by products: forward, for the inputs, for the weights."""
    b, i, o = show["b"], show["i"], show["o"]
    shapes = [(b, i, o), (b, o, i), (i, b, o)]
    return sum(2 * m * k * n for m, k, n in shapes) / 1e6
