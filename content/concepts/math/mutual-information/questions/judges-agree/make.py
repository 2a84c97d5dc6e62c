"""Mutual information of two judges from their table of agreement."""

import math

from beikao.kit import Draw, Question, numeric


def h(*counts) -> float:
    """Entropy of counts in bits."""
    n = sum(counts)
    return -sum(c / n * math.log2(c / n) for c in counts if c)


def make(draw: Draw) -> Question:
    both, neither = draw.integer(20, 60), draw.integer(20, 60)
    first, second = draw.integer(1, 18), draw.integer(1, 18)
    rows, columns = h(both + first, second + neither), h(both + second, first + neither)
    joint = h(both, first, second, neither)
    truth = rows + columns - joint
    agree = (both + neither) / (both + neither + first + second)
    wrong = {
        "entropy/log-base-mixed": truth * math.log(2),
        "entropy/remaining-is-gain": joint - rows,
        "mutual-information/mi-is-correlation": agree,
    }
    values = [truth, *wrong.values()]
    if truth < 0.05 or min(abs(a - b) for i, a in enumerate(values) for b in values[:i]) < 0.07 * truth:
        draw.reject()
    return Question(
        show={"both": both, "first": first, "second": second, "neither": neither},
        truth=numeric(truth, rel=0.02, unit="bits"),
        steps={"rows": rows, "columns": columns, "joint": joint},
        wrong=wrong,
    )


def second_way(show) -> float:
    """The KL from the joint table to the product of its margins, by scipy."""
    import numpy as np
    from scipy.stats import entropy

    table = np.array([[show["both"], show["first"]], [show["second"], show["neither"]]], dtype=float)
    return float(entropy(table.ravel(), np.outer(table.sum(1), table.sum(0)).ravel(), base=2))
