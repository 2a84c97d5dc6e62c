"""Once there are data it forgets the prior."""

import numpy as np
from scipy.special import betaincinv, digamma, gammaincinv, gammaln, ndtri, xlog1py, xlogy

TAILS = 0.025, 0.975  # what lies below the middle 95%, and below its upper end

SUPPORT = {
    "bernoulli": lambda x: (x == 0) | (x == 1),
    "poisson": lambda x: (x >= 0) & (x == np.floor(x)),
    "normal": lambda x: np.isfinite(x),
    "exponential": lambda x: x >= 0,
    "uniform": lambda x: x >= 0,  # on [0, high]
    "gamma": lambda x: x > 0,
}
DENSITY = {  # logarithms, on the support
    "bernoulli": lambda x, p: xlogy(x, p) + xlog1py(1 - x, -p),
    "poisson": lambda x, rate: xlogy(x, rate) - rate - gammaln(x + 1),
    "normal": lambda x, mean, variance: -0.5 * (np.log(2 * np.pi * variance) + (x - mean) ** 2 / variance),
    "exponential": lambda x, rate: np.log(rate) - rate * x,
    "uniform": lambda x, high: np.where(x <= high, -np.log(high), -np.inf),
    "gamma": lambda x, shape, rate: shape * np.log(rate) - gammaln(shape) + (shape - 1) * np.log(x) - rate * x,
}


def _observed(dist, x):
    """x where it is data of this distribution. Raises ValueError where it is not."""
    if dist not in SUPPORT or x.size == 0 or not np.all(SUPPORT[dist](x)):
        raise ValueError("unknown distribution, no data, or data outside the support")
    return x


def fit(dist, x):
    """x (n,) float64 -> the maximum likelihood parameters as a dict of floats. Raises ValueError for impossible data."""
    mean = float(np.mean(_observed(dist, x)))
    if dist == "bernoulli":
        return {"p": mean}
    if dist == "poisson":
        return {"rate": mean}
    if dist == "normal":
        return {"mean": mean, "variance": float(np.mean((x - mean) ** 2))}  # over n: n - 1 serves unbiasedness
    if dist == "exponential":
        return {"rate": 1.0 / mean}
    if dist == "uniform":
        return {"high": float(np.max(x))}  # the edge of the support: no derivative vanishes here
    gap = float(np.log(mean) - np.mean(np.log(x)))
    # At the maximum log(shape) - digamma(shape) = gap. That function falls, and lies between 1/(2 shape) and 1/shape.
    low, high = 0.5 / gap, 1.0 / gap
    for _ in range(60):
        shape = (low + high) / 2
        low, high = (shape, high) if np.log(shape) - digamma(shape) > gap else (low, shape)
    return {"shape": shape, "rate": shape / mean}


def log_likelihood(dist, x, params):
    """The log-likelihood of all x (n,) under these parameters, a float; -inf where one of them is impossible."""
    if not np.all(SUPPORT[dist](x)):
        return float("-inf")
    return float(np.sum(DENSITY[dist](x, **params)))  # a sum of logarithms: the product itself would underflow


def posterior(dist, x, prior):
    """x (n,), a conjugate prior -> {"params", "mean", "map", "low", "high"}; low to high holds the middle 95%.

    bernoulli: Beta {"a", "b"}, both >= 1. poisson: Gamma {"shape", "rate"}, shape >= 1, rate > 0.
    normal, of known noise: {"mean", "variance", "noise"}, two variances > 0.
    """
    n, total = len(_observed(dist, x)), float(np.sum(x))
    if dist == "bernoulli":
        a, b = 1.0 + total, 1.0 + n - total
        params, mean, peak = {"a": a, "b": b}, a / (a + b), (a - 1) / (a + b - 2)
        low, high = betaincinv(a, b, TAILS)
    elif dist == "poisson":
        shape, rate = 1.0 + total, float(n)
        params, mean, peak = {"shape": shape, "rate": rate}, shape / rate, (shape - 1) / rate
        low, high = gammaincinv(shape, TAILS) / rate
    elif dist == "normal":
        precision = n / prior["noise"]
        mean = peak = total / n
        params = {"mean": mean, "variance": 1 / precision, "noise": prior["noise"]}
        low, high = mean + np.sqrt(1 / precision) * ndtri(TAILS)
    else:
        raise ValueError("no conjugate prior here")
    return {"params": params, "mean": mean, "map": peak, "low": float(low), "high": float(high)}
