"""Proves the reference against scipy.stats: fitted parameters, log-densities, and posteriors by numerical integration."""

import numpy as np
import scipy.stats


def oracle(ref, draw) -> None:
    """Skewed data for every family."""
    x = np.exp(0.6 * draw.normal(80))
    shape, _, scale = scipy.stats.gamma.fit(x, floc=0)
    got = ref.fit("gamma", x)
    assert abs(got["shape"] - shape) < 1e-4 * shape and abs(got["rate"] * scale - 1) < 1e-4
    mean, sd = scipy.stats.norm.fit(x)
    got = ref.fit("normal", x)
    assert abs(got["mean"] - mean) < 1e-12 and abs(got["variance"] - sd**2) < 1e-12
    assert abs(ref.fit("exponential", x)["rate"] - 1 / scipy.stats.expon.fit(x, floc=0)[1]) < 1e-12
    assert abs(ref.fit("uniform", x)["high"] - x.max()) == 0.0

    counts, flips = np.floor(3 * x), (x > 1).astype(float)
    for dist, data, params, theirs in (
        ("bernoulli", flips, {"p": 0.3}, scipy.stats.bernoulli(0.3).logpmf),
        ("poisson", counts, {"rate": 2.5}, scipy.stats.poisson(2.5).logpmf),
        ("normal", x, {"mean": 1.0, "variance": 2.0}, scipy.stats.norm(1.0, 2**0.5).logpdf),
        ("exponential", x, {"rate": 1.7}, scipy.stats.expon(scale=1 / 1.7).logpdf),
        ("uniform", x, {"high": 50.0}, scipy.stats.uniform(0, 50.0).logpdf),
        ("gamma", x, {"shape": 2.2, "rate": 1.3}, scipy.stats.gamma(2.2, scale=1 / 1.3).logpdf),
    ):
        want = theirs(data).sum()
        assert abs(ref.log_likelihood(dist, data, params) - want) < 1e-9 * abs(want)

    # Posteriors on a grid: prior density times likelihood, normalised.
    for dist, data, prior, law, grid, name, extra in (
        ("bernoulli", flips[:9], {"a": 2.0, "b": 3.0}, scipy.stats.beta(2, 3), (1e-6, 1 - 1e-6), "p", {}),
        ("poisson", counts[:9], {"shape": 2.0, "rate": 1.5}, scipy.stats.gamma(2, scale=1 / 1.5), (1e-6, 30), "rate", {}),
        ("normal", x[:9], {"mean": 1.0, "variance": 2.0, "noise": 0.7}, scipy.stats.norm(1, 2**0.5), (-6, 9), "mean", {"variance": 0.7}),
    ):  # fmt: skip
        points = np.linspace(*grid, 40_001)
        logs = law.logpdf(points) + [ref.log_likelihood(dist, data, {name: v, **extra}) for v in points]
        weights = np.exp(logs - logs.max())
        weights /= weights.sum()
        got = ref.posterior(dist, data, prior)
        assert abs(got["mean"] - weights @ points) < 1e-3
        assert abs(got["map"] - points[np.argmax(weights)]) < 1e-3
        ends = np.interp([0.025, 0.975], np.cumsum(weights), points)
        assert abs(got["low"] - ends[0]) < 2e-3 and abs(got["high"] - ends[1]) < 2e-3
