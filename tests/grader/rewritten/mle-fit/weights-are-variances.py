"""The larger variance has the larger say."""

import math

import numpy as np
from scipy import special


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
    for _ in range(30):  # Newton in log k
        k = math.exp(log_k)
        value, slope = log_k - float(special.psi(k)) - s, 1 - k * float(special.polygamma(1, k))
        log_k -= value / slope
    return {"shape": math.exp(log_k), "rate": math.exp(log_k) / m}


def log_likelihood(dist, x, params):
    if any(not _possible(dist, v) for v in x.tolist()):
        return -math.inf
    n, s = len(x), float(x.sum())
    if dist == "bernoulli":
        return float(special.xlogy(s, params["p"]) + special.xlogy(n - s, 1 - params["p"]))
    if dist == "poisson":
        return s * math.log(params["rate"]) - n * params["rate"] - math.fsum(math.lgamma(v + 1) for v in x.tolist())
    if dist == "normal":
        squares = float(((x - params["mean"]) ** 2).sum())
        return -n / 2 * math.log(2 * math.pi * params["variance"]) - squares / (2 * params["variance"])
    if dist == "exponential":
        return n * math.log(params["rate"]) - params["rate"] * s
    if dist == "uniform":
        return -math.inf if x.max() > params["high"] else -n * math.log(params["high"])
    k, r = params["shape"], params["rate"]
    return n * (k * math.log(r) - math.lgamma(k)) + (k - 1) * float(np.log(x).sum()) - r * s


def posterior(dist, x, prior):
    _require(dist, x)
    n, wins = len(x), float(x.sum())
    ends = (0.025, 0.975)
    if dist == "bernoulli":
        params = {"a": prior["a"] + wins, "b": prior["b"] + (n - wins)}
        a, b = params["a"], params["b"]
        centre, top = a / (a + b), (a - 1) / (a - 1 + b - 1)
        low, high = (special.betaincinv(a, b, q) for q in ends)
    elif dist == "poisson":
        params = {"shape": prior["shape"] + wins, "rate": prior["rate"] + n}
        centre = params["shape"] / params["rate"]
        top = (params["shape"] - 1) / params["rate"]
        low, high = (special.gammaincinv(params["shape"], q) / params["rate"] for q in ends)
    elif dist == "normal":
        share = prior["variance"] / (prior["variance"] + prior["noise"] / n)
        top = centre = (1 - share) * (wins / n) + share * prior["mean"]
        params = {"mean": top, "variance": (1 - share) * prior["variance"], "noise": prior["noise"]}
        low, high = (top + params["variance"] ** 0.5 * special.ndtri(q) for q in ends)
    else:
        raise ValueError("not conjugate")
    return {"params": params, "mean": centre, "map": float(top), "low": float(low), "high": float(high)}
