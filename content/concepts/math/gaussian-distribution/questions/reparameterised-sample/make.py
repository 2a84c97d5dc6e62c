"""One reparameterised sample from mu, logvar and eps."""

import math

from beikao.kit import Draw, Question, numeric


def make(draw: Draw) -> Question:
    mu, logvar = draw.integer(-20, 20) / 10, draw.choice([-3.0, -2.0, -1.4, -0.8, 0.6, 0.8, 1.2, 1.6, 2.0])
    eps = draw.choice([-1.5, -1.2, -0.8, -0.5, 0.5, 0.7, 1.1, 1.6])
    std = math.exp(logvar / 2)
    return Question(
        show={"mu": mu, "logvar": logvar, "eps": eps},
        truth=numeric(mu + std * eps, abs=0.015),
        steps={"std": std},
        wrong={"gaussian-distribution/std-for-variance": mu + std * std * eps},
    )


def second_way(show) -> float:
    """scipy: the quantile of N(mu, var) at the probability of eps."""
    from scipy.stats import norm

    return float(norm.ppf(norm.cdf(show["eps"]), loc=show["mu"], scale=math.sqrt(math.exp(show["logvar"]))))
