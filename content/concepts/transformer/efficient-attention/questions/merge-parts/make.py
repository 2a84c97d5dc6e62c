"""Two parts of attention joined by their log-sum-exps."""

import math

from beikao.kit import Draw, Question, numeric


def make(draw: Draw) -> Question:
    a, b = draw.sample([1, 1.5, 2, 2.5, 3, 3.5, 4], 2)
    o1, o2 = draw.sample(range(1, 30), 2)
    share = 1 / (1 + math.exp(b - a))
    right, mean, linear = share * o1 + (1 - share) * o2, (o1 + o2) / 2, (a * o1 + b * o2) / (a + b)
    if min(abs(right - mean), abs(right - linear), abs(mean - linear)) < 0.02 * right:
        draw.reject()
    return Question(
        show={"a": a, "b": b, "o1": o1, "o2": o2},
        truth=numeric(right, rel=0.005),
        steps={"ratio": math.exp(a - b), "share": share, "rest": 1 - share},
        wrong={"efficient-attention/blocks-average": mean, "attention/softmax-is-proportion": linear},
    )


def second_way(show) -> float:
    """Two keys that stand for the parts: scores are the lse, values the outputs."""
    from scipy.special import softmax

    return float(softmax([show["a"], show["b"]]) @ [show["o1"], show["o2"]])
