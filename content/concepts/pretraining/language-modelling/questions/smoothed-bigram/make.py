"""An add-k estimate of a conditional probability."""

from beikao.kit import Draw, Question, numeric


def make(draw: Draw) -> Question:
    size, k = draw.choice([50, 100, 200, 500]), draw.choice([0.1, 0.2, 0.5, 1])
    context = draw.integer(20, 120)
    pair = draw.integer(0, context // 3)
    right, half = (pair + k) / (context + k * size), (pair + k) / context
    if abs(half - right) < 0.1 * right or pair == 1:
        draw.reject()
    return Question(
        show={"size": size, "k": k, "context": context, "pair": pair},
        truth=numeric(right, rel=0.02),
        steps={"top": pair + k, "below": context + k * size},
        wrong={"language-modelling/smoothing-denominator": half}
        | ({"language-modelling/zero-is-harmless": 0} if pair == 0 else {}),
    )


def second_way(show) -> float:
    """All counts of the row as an array, raised by k and normalised."""
    import numpy as np

    row = np.zeros(show["size"])
    row[0], row[1] = show["pair"], show["context"] - show["pair"]
    row += show["k"]
    return float(row[0] / row.sum())
