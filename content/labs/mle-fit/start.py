"""Fitting by maximum likelihood, and conjugate posteriors with their mean, peak and 95% interval."""

import numpy as np


def fit(dist, x):
    """x (n,) float64 -> the maximum likelihood parameters as a dict of floats. Raises ValueError for impossible data."""
    return {}


def log_likelihood(dist, x, params):
    """The log-likelihood of all x (n,) under these parameters, a float; -inf where one of them is impossible."""
    return 0.0


def posterior(dist, x, prior):
    """x (n,), a conjugate prior -> {"params", "mean", "map", "low", "high"}; low to high holds the middle 95%.

    bernoulli: Beta {"a", "b"}, both >= 1. poisson: Gamma {"shape", "rate"}, shape >= 1, rate > 0.
    normal, of known noise: {"mean", "variance", "noise"}, two variances > 0.
    """
    return {}
