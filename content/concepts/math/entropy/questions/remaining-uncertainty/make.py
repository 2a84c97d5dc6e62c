"""Conditional entropy from a table of counts with rows of different size."""

import math

from beikao.kit import Draw, Question, numeric


def h(*counts) -> float:
    """Entropy of counts in bits."""
    total = sum(counts)
    return -sum(c / total * math.log2(c / total) for c in counts if c)


def make(draw: Draw) -> Question:
    few, many = draw.integer(15, 40), draw.integer(60, 150)
    b, d = round(few * draw.uniform(0.25, 0.5)), round(many * draw.uniform(0.04, 0.15))
    a, c, n = few - b, many - d, few + many
    first, second = h(a, b), h(c, d)
    truth = (a + b) / n * first + (c + d) / n * second
    wrong = {
        "entropy/branches-unweighted": (first + second) / 2,
        "entropy/remaining-is-gain": h(a + c, b + d) - truth,
        "entropy/log-base-mixed": truth * math.log(2),
    }
    values = [truth, *wrong.values()]
    if min(abs(x - y) for i, x in enumerate(values) for y in values[:i]) < 0.04 * truth:
        draw.reject()
    return Question(
        show={"a": a, "b": b, "c": c, "d": d},
        truth=numeric(truth, rel=0.01, unit="bits"),
        steps={"first": first, "second": second, "w1": (a + b) / n, "w2": (c + d) / n},
        wrong=wrong,
    )


def second_way(show) -> float:
    """H(X, Y) - H(X) by scipy."""
    from scipy.stats import entropy

    a, b, c, d = (show[k] for k in "abcd")
    return float(entropy([a, b, c, d], base=2) - entropy([a + b, c + d], base=2))
