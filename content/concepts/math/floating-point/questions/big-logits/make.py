"""log-sum-exp of logits too large for a direct exponential."""

import math

from beikao.kit import Draw, Question, numeric


def make(draw: Draw) -> Question:
    top = draw.integer(9, 90) * 10
    gaps = sorted([0, *(draw.integer(0, 3) for _ in range(draw.integer(1, 2))), draw.integer(20, 200)])
    logits = draw.shuffle([top - g for g in gaps])
    rest = sum(math.exp(-g) for g in gaps)
    if abs(math.log(rest)) < 0.01:
        draw.reject()
    return Question(
        show={"logits": ", ".join(map(str, logits))},
        truth=numeric(top + math.log(rest), abs=0.002),
        steps={"top": top, "rest": rest, "log": math.log(rest)},
        wrong={"floating-point/shift-changes-softmax": math.log(rest)},
    )


def second_way(show) -> float:
    """scipy."""
    import numpy as np
    from scipy.special import logsumexp

    return float(logsumexp(np.array([float(v) for v in show["logits"].split(",")])))
