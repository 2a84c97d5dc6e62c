"""Perplexity per token of a model whose bits per byte are known."""

import math

from beikao.kit import Draw, Question, numeric


def make(draw: Draw) -> Question:
    bits, length = round(draw.uniform(0.6, 1.1), 2), round(draw.uniform(2.8, 4.8), 1)
    return Question(
        show={"bits": bits, "length": length},
        truth=numeric(2 ** (bits * length), rel=0.02),
        steps={"token": bits * length, "nats": bits * length * math.log(2)},
        wrong={"entropy/log-base-mixed": math.exp(bits * length), "entropy/token-losses-comparable": 2**bits},
    )


def second_way(show) -> float:
    """Nats per token, then the exponential."""
    return math.exp(show["bits"] * math.log(2) * show["length"])
