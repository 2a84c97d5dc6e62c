"""How many windows a strided evaluation needs."""

import math

from beikao.kit import Draw, Question, numeric


def make(draw: Draw) -> Question:
    window = draw.choice([512, 1024, 2048, 4096])
    stride = window // draw.choice([2, 4, 8])
    length = window * draw.integer(5, 40) + draw.integer(1, window - 1)
    right, blocks = 1 + math.ceil((length - window) / stride), math.ceil(length / window)
    return Question(
        show={"window": window, "stride": stride, "length": length},
        truth=numeric(right),
        steps={"rest": length - window, "least": window - stride},
        wrong={"language-modelling/blocks-without-context": blocks},
    )


def second_way(show) -> float:
    """Move the window along and count."""
    end, count = show["window"], 1
    while end < show["length"]:
        end += show["stride"]
        count += 1
    return count
