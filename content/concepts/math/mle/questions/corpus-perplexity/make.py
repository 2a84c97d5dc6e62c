"""The perplexity of two documents of different length."""

import math

from beikao.kit import Draw, Question, numeric


def make(draw: Draw) -> Question:
    na, nb = 100 * draw.integer(1, 4), 100 * draw.integer(6, 15)
    la, lb = draw.integer(30, 45) / 10, draw.integer(15, 28) / 10
    if draw.integer(0, 1):
        na, nb = nb, na
    mean = (na * la + nb * lb) / (na + nb)
    value = math.exp(mean)
    wrong = {
        "mle/average-of-perplexities": (na * math.exp(la) + nb * math.exp(lb)) / (na + nb),
        "probability-basics/weights-left-out": math.exp((la + lb) / 2),
        "mle/log-base-mixed": 2**mean,
    }
    answers = [value, *wrong.values()]
    if min(abs(a - b) for i, a in enumerate(answers) for b in answers[:i]) < 0.045 * value:
        draw.reject()
    return Question(
        show={"na": na, "la": la, "nb": nb, "lb": lb},
        truth=numeric(value, rel=0.01),
        steps={"total": na + nb, "mean": mean},
        wrong=wrong,
    )


def second_way(show) -> float:
    """One over the geometric mean of all token probabilities."""
    import numpy as np
    from scipy.stats import gmean

    tokens = np.repeat([np.exp(-show["la"]), np.exp(-show["lb"])], [show["na"], show["nb"]])
    return float(1 / gmean(tokens))
