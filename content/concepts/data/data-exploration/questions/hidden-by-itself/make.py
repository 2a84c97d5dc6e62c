"""The largest possible z of a wild value that takes part in its own mean and standard deviation."""

import math

from beikao.kit import Draw, Question, numeric


def make(draw: Draw) -> Question:
    n = draw.integer(5, 40)
    mean, sd = 10 * draw.integer(5, 20), draw.integer(4, 9)
    odd = 1000 * mean
    return Question(
        show={"n": n, "others": n - 1, "mean": mean, "sd": sd, "odd": odd},
        truth=numeric((n - 1) / math.sqrt(n), rel=0.01),
        steps={"naive": (odd - mean) / sd},
        wrong={"data-exploration/three-sigma-sees-all": (odd - mean) / sd},
    )


def second_way(show) -> float:
    """Build such a sample and let scipy compute the z."""
    import numpy as np
    from scipy.stats import zscore

    rest = np.random.default_rng(0).normal(size=show["others"])
    rest = show["mean"] + show["sd"] * (rest - rest.mean()) / rest.std(ddof=1)
    return float(zscore(np.append(rest, show["odd"]), ddof=1)[-1])
