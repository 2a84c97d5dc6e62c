"""The share of inputs on which a ReLU with a shifted pre-activation is awake."""

import math

from beikao.kit import Draw, Question, numeric


def cdf(x) -> float:
    return 0.5 * (1 + math.erf(x / math.sqrt(2)))


def make(draw: Draw) -> Question:
    mean, spread = draw.choice([-3, -2, -1.5, -1, -0.5, 0.5, 1]), draw.choice([0.5, 1, 1.5, 2])
    right = cdf(mean / spread)
    if min(right, 1 - right) < 0.02 or abs(right - 0.5) < 0.07:
        draw.reject()
    return Question(
        show={"mean": mean, "variance": spread**2},
        truth=numeric(right, abs=0.001),
        steps={"spread": spread, "z": mean / spread},
        wrong={"activations-init/half-always-active": 0.5},
    )


def second_way(show) -> float:
    """scipy."""
    from scipy.stats import norm

    return float(norm.sf(0, show["mean"], show["variance"] ** 0.5))
