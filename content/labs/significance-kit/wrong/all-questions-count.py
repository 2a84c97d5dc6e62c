"""Lets the questions on which both agree count as evidence."""

import numpy as np
from scipy.special import ndtr


def _same_questions(y, a, b):
    """Raises ValueError unless all three are answers to the same questions, at least one."""
    if not (len(y) == len(a) == len(b)) or len(y) == 0:
        raise ValueError("y, a and b must answer the same questions")


def mcnemar(y, a, b):
    """y, a, b (n,) int64: truth and two predictions -> {"a_only", "b_only", "p"}: the exact two-sided McNemar test."""
    _same_questions(y, a, b)
    a_only = int(np.sum((a == y) & (b != y)))  # only the questions that split the two say anything
    b_only = int(np.sum((a != y) & (b == y)))
    n = len(y)
    pooled = (np.mean(a == y) + np.mean(b == y)) / 2
    error = np.sqrt(2 * pooled * (1 - pooled) / n)
    p = 2 * ndtr(-abs(b_only - a_only) / n / error) if error > 0 else 1.0
    return {"a_only": a_only, "b_only": b_only, "p": float(p)}


def _f1(y, a, rows):
    """F1 of class 1 on every resample; 0 where nothing is positive on either side."""
    hits = np.sum(((a == 1) & (y == 1))[rows], axis=-1)
    named = np.sum((a == 1)[rows], axis=-1) + np.sum((y == 1)[rows], axis=-1)
    return 2 * hits / np.maximum(named, 1)


def _accuracy(y, a, rows):
    return np.mean((a == y)[rows], axis=-1)


METRICS = {"accuracy": _accuracy, "f1": _f1}


def paired_bootstrap(y, a, b, metric, draws, seed):
    """{"gap", "low", "high", "p"} of metric(b) - metric(a). Resamples are rows of one array, drawn as the task says."""
    _same_questions(y, a, b)
    if metric not in METRICS:
        raise ValueError("metric must be accuracy or f1")
    score, n = METRICS[metric], len(y)
    rows = np.random.default_rng(seed).integers(0, n, (draws, n))
    gaps = score(y, b, rows) - score(y, a, rows)  # the same questions for both: what they share cancels
    everything = np.arange(n)
    low, high = np.quantile(gaps, [0.025, 0.975])
    tail = min(np.sum(gaps <= 0), np.sum(gaps >= 0))
    return {
        "gap": float(score(y, b, everything) - score(y, a, everything)),
        "low": float(low),
        "high": float(high),
        "p": float(min(1.0, 2 * (1 + tail) / (draws + 1))),
    }


def holm(ps):
    """p-values (m,) float64 -> Holm's adjusted p-values (m,), in the order they came."""
    order = np.argsort(ps)
    ladder = ps[order] * np.arange(len(ps), 0, -1)  # the smallest times m, the next times m - 1, ...
    adjusted = np.empty(len(ps))
    adjusted[order] = np.minimum(np.maximum.accumulate(ladder), 1.0)  # never below the one before
    return adjusted


def compare(y, base, candidates, alpha):
    """Every candidate (n,) against base, as dicts {"p", "adjusted", "decision"}: "better", "worse" or "undecided"."""
    tests = [mcnemar(y, base, candidate) for candidate in candidates]
    adjusted = holm(np.array([test["p"] for test in tests]))
    found = []
    for test, p in zip(tests, adjusted.tolist(), strict=True):
        decision = "undecided"  # not significant is not the same as equal
        if p <= alpha:
            decision = "better" if test["b_only"] > test["a_only"] else "worse"
        found.append({"p": test["p"], "adjusted": p, "decision": decision})
    return found
