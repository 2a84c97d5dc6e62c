"""A feature rises; what becomes of the probability?"""

import math

from beikao.kit import Draw, Question, numeric


def make(draw: Draw) -> Question:
    w, rise = draw.choice([0.3, 0.4, 0.5, 0.7, 0.8, -0.5, -0.7]), draw.choice([1, 2, 3])
    p = draw.choice([0.1, 0.2, 0.3, 0.4, 0.6, 0.7, 0.8, 0.9])
    ratio = math.exp(w * rise)
    odds = p / (1 - p)
    right, times = odds * ratio / (1 + odds * ratio), p * ratio
    if abs(right - times) < 0.05:
        draw.reject()
    return Question(
        show={"w": w, "rise": rise, "p": p},
        truth=numeric(right, abs=0.01),
        steps={"odds": odds, "ratio": ratio, "new": odds * ratio},
        wrong={"logistic-regression/odds-ratio-on-probability": times},
    )


def second_way(show) -> float:
    """Through the logit, with scipy."""
    from scipy.special import expit, logit

    return float(expit(logit(show["p"]) + show["w"] * show["rise"]))
