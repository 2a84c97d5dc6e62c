"""Right, and written otherwise: frozen scipy distributions for likelihoods, Newton's method in log(shape) for the gamma."""

import math

import numpy as np
from scipy import stats
from scipy.special import polygamma, psi


def _law(dist, p):
    if dist == "bernoulli":
        return stats.bernoulli(p["p"])
    if dist == "poisson":
        return stats.poisson(p["rate"])
    if dist == "normal":
        return stats.norm(p["mean"], math.sqrt(p["variance"]))
    if dist == "exponential":
        return stats.expon(scale=1 / p["rate"])
    if dist == "uniform":
        return stats.uniform(0, p["high"])
    return stats.gamma(p["shape"], scale=1 / p["rate"])


def _possible(dist, v):
    if dist == "bernoulli":
        return v in (0.0, 1.0)
    if dist == "poisson":
        return v >= 0 and v == int(v)
    if dist == "normal":
        return math.isfinite(v)
    if dist in ("exponential", "uniform"):
        return v >= 0
    return dist == "gamma" and v > 0


def _require(dist, x):
    if not len(x) or not all(_possible(dist, v) for v in x.tolist()):
        raise ValueError("these are no data of that family")


def fit(dist, x):
    _require(dist, x)
    m = float(x.sum() / len(x))
    if dist in ("bernoulli", "poisson"):
        return {"p" if dist == "bernoulli" else "rate": m}
    if dist == "normal":
        return {"mean": m, "variance": float(np.var(x))}
    if dist == "exponential":
        return {"rate": len(x) / float(x.sum())}
    if dist == "uniform":
        return {"high": max(x.tolist())}
    s = math.log(m) - float(np.log(x).mean())
    log_k = math.log(0.6 / s)
    for _ in range(100):
        k = math.exp(log_k)
        value, slope = log_k - float(psi(k)) - s, 1 - k * float(polygamma(1, k))
        log_k -= value / slope
    return {"shape": math.exp(log_k), "rate": math.exp(log_k) / m}


def log_likelihood(dist, x, params):
    law = _law(dist, params)
    if any(not _possible(dist, v) for v in x.tolist()):
        return -math.inf
    logs = law.logpmf(x) if dist in ("bernoulli", "poisson") else law.logpdf(x)
    return math.fsum(logs.tolist()) if np.isfinite(logs).all() else -math.inf


def posterior(dist, x, prior):
    _require(dist, x)
    n, wins = len(x), float(x.sum())
    if dist == "bernoulli":
        params = {"a": prior["a"] + wins, "b": prior["b"] + (n - wins)}
        law = stats.beta(params["a"], params["b"])
        top = (params["a"] - 1) / (params["a"] - 1 + params["b"] - 1)
    elif dist == "poisson":
        params = {"shape": prior["shape"] + wins, "rate": prior["rate"] + n}
        law = stats.gamma(params["shape"], scale=1 / params["rate"])
        top = (params["shape"] - 1) / params["rate"]
    elif dist == "normal":
        share = prior["variance"] / (prior["variance"] + prior["noise"] / n)
        top = prior["mean"] + share * (wins / n - prior["mean"])
        params = {"mean": top, "variance": (1 - share) * prior["variance"], "noise": prior["noise"]}
        law = stats.norm(top, params["variance"] ** 0.5)
    else:
        raise ValueError("not conjugate")
    low, high = law.interval(0.95)
    return {"params": params, "mean": float(law.mean()), "map": float(top), "low": float(low), "high": float(high)}
