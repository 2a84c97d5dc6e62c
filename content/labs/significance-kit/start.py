"""Is one model better than another on the same questions? A paired test, a paired bootstrap, many candidates at once."""

import numpy as np


def mcnemar(y, a, b):
    """y, a, b (n,) int64: truth and two predictions -> {"a_only", "b_only", "p"}: the exact two-sided McNemar test."""
    return {}


def paired_bootstrap(y, a, b, metric, draws, seed):
    """{"gap", "low", "high", "p"} of metric(b) - metric(a). Resamples are rows of one array, drawn as the task says."""
    return {}


def holm(ps):
    """p-values (m,) float64 -> Holm's adjusted p-values (m,), in the order they came."""
    return ps


def compare(y, base, candidates, alpha):
    """Every candidate (n,) against base, as dicts {"p", "adjusted", "decision"}: "better", "worse" or "undecided"."""
    return []
