"""As many tests, as many times."""

from math import comb

import numpy as np


def _same(*sides):
    if len({len(side) for side in sides}) != 1 or len(sides[0]) < 1:
        raise ValueError("different questions")


def mcnemar(y, a, b):
    _same(y, a, b)
    right_a, right_b = a == y, b == y
    a_only, b_only = int(right_a[~right_b].sum()), int(right_b[~right_a].sum())
    m, few = a_only + b_only, min(a_only, b_only)
    tail = sum(comb(m, k) for k in range(few + 1))
    return {"a_only": a_only, "b_only": b_only, "p": min(1.0, 2 * tail / 2**m)}


def _score(y, a, metric):
    if metric == "accuracy":
        return float(np.mean(y == a))
    tp, wrong = np.sum(y * a == 1), np.sum(y != a)
    return float(2 * tp / (2 * tp + wrong)) if 2 * tp + wrong else 0.0


def paired_bootstrap(y, a, b, metric, draws, seed):
    _same(y, a, b)
    if metric not in ("accuracy", "f1"):
        raise ValueError(metric)
    rows = np.random.default_rng(seed).integers(0, len(y), size=(draws, len(y)))
    gaps = np.array([_score(y[r], b[r], metric) - _score(y[r], a[r], metric) for r in rows])
    p = 2 * (1 + min((gaps <= 0).sum(), (gaps >= 0).sum())) / (draws + 1)
    return {
        "gap": _score(y, b, metric) - _score(y, a, metric),
        "low": float(np.percentile(gaps, 2.5)),
        "high": float(np.percentile(gaps, 97.5)),
        "p": float(p) if p < 1 else 1.0,
    }


def holm(ps):
    out, so_far = [0.0] * len(ps), 0.0
    for i in sorted(range(len(ps)), key=ps.__getitem__):
        so_far = len(ps) * float(ps[i])
        out[i] = min(1.0, so_far)
    return np.array(out)


def compare(y, base, candidates, alpha):
    tests = [mcnemar(y, base, c) for c in candidates]
    result = []
    for test, adjusted in zip(tests, holm(np.array([t["p"] for t in tests]))):
        sign = test["b_only"] - test["a_only"]
        word = "undecided" if adjusted > alpha else ("better" if sign > 0 else "worse")
        result.append({"p": test["p"], "adjusted": float(adjusted), "decision": word})
    return result
