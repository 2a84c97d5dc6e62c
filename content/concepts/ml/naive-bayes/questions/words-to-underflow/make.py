"""After how many words a product of probabilities is exactly zero."""

import math

from beikao.kit import Draw, Question, numeric

FORMATS = {"float64": (1075, 2.0**-52), "float32": (150, 2.0**-23)}


def make(draw: Draw) -> Question:
    name = draw.choice(sorted(FORMATS))
    p = draw.choice([0.0001, 0.0002, 0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05])
    bits, eps = FORMATS[name]
    words = bits * math.log(2) / -math.log(p)
    return Question(
        show={"format": name, "p": p, "least": 1 - bits},
        truth=numeric(words, rel=0.03, abs=1),
        steps={"bits": -math.log2(p)},
        wrong={"floating-point/eps-is-smallest": math.log(eps) / math.log(p)},
    )


def second_way(show) -> float:
    """Multiply until nothing is left."""
    import numpy as np

    kind = np.dtype(show["format"]).type
    product, n = kind(1), 0
    while product > 0:
        product, n = product * kind(show["p"]), n + 1
    return float(n)
