"""The most that a chain of sigmoids lets through, as a power of ten."""

import math

from beikao.kit import Draw, Question, numeric


def make(draw: Draw) -> Question:
    layers, w = draw.choice([10, 12, 15, 20, 24, 30, 40]), draw.choice([0.5, 0.8, 1.2, 1.5, 2, 2.5, 3])
    right, loose = layers * math.log10(w / 4), layers * math.log10(w)
    return Question(
        show={"layers": layers, "w": w},
        truth=numeric(right, abs=0.1),
        steps={"each": w / 4, "power": math.log10(w / 4)},
        wrong={"activations-init/slope-is-one": loose},
    )


def second_way(show) -> float:
    """Search the slope for its largest value and multiply it up."""
    import numpy as np

    z = np.linspace(-4, 4, 8001)
    s = 1 / (1 + np.exp(-z))
    product = 1.0
    for _ in range(show["layers"]):
        product *= float((s * (1 - s)).max()) * show["w"]
    return math.log10(product)
