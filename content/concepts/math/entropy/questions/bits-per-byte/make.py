"""From loss per token in nats to bits per byte."""

import math

from beikao.kit import Draw, Question, numeric


def make(draw: Draw) -> Question:
    loss = round(draw.uniform(1.6, 3.4), 2)
    million = draw.integer(12, 60)  # tokens
    size = round(million * draw.uniform(3.0, 4.8))  # bytes
    bpb = loss * million / (size * math.log(2))
    return Question(
        show={"loss": loss, "tokens": million, "bytes": size},
        truth=numeric(bpb, rel=0.01, unit="bits/byte"),
        steps={"bits": loss / math.log(2), "length": size / million},
        wrong={
            "entropy/log-base-mixed": loss * million / size,
            "entropy/token-losses-comparable": loss / math.log(2),
        },
    )


def second_way(show) -> float:
    """The size in bits of the whole file under an ideal coder, divided by its bytes."""
    nats = show["loss"] * show["tokens"] * 1e6
    return math.log2(math.e) * nats / (show["bytes"] * 1e6)
