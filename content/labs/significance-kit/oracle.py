"""Proves the reference against scipy and scikit-learn, Holm against its definition, and the interval by its coverage."""

import numpy as np
import scipy.stats
from sklearn.metrics import accuracy_score, f1_score


def oracle(ref, draw) -> None:
    """Tests, metrics, the ladder; then 400 repeats of an experiment whose true gap is known."""
    for a_only, b_only in ((1, 5), (7, 3), (12, 30)):
        y = np.ones(a_only + b_only + 9, dtype=np.int64)
        a = np.array([1] * a_only + [0] * b_only + [1] * 9)
        b = np.array([0] * a_only + [1] * b_only + [1] * 9)
        p = ref.mcnemar(y, a, b)["p"]
        tail = scipy.stats.binom.cdf(min(a_only, b_only), a_only + b_only, 0.5)
        assert abs(p - min(1.0, 2 * tail)) < 1e-12

    y, a, b = (np.array([draw.integer(0, 1) for _ in range(80)]) for _ in range(3))
    for metric, score in (("accuracy", accuracy_score), ("f1", f1_score)):
        got = ref.paired_bootstrap(y, a, b, metric, 60, 5)
        assert abs(got["gap"] - (score(y, b) - score(y, a))) < 1e-12
        rows = np.random.default_rng(5).integers(0, 80, (60, 80))
        gaps = [score(y[r], b[r]) - score(y[r], a[r]) for r in rows]
        assert np.allclose([got["low"], got["high"]], np.quantile(gaps, [0.025, 0.975]), atol=1e-12)

    ps = np.array([draw.uniform(0.0, 1.0) ** 2 for _ in range(9)])
    order = sorted(range(9), key=lambda i: ps[i])
    for place, i in enumerate(order):
        want = min(1.0, max((9 - k) * ps[j] for k, j in enumerate(order[: place + 1])))
        assert abs(ref.holm(ps)[i] - want) < 1e-12

    covered = 0
    for repeat in range(400):
        u = scipy.stats.norm.cdf(draw.normal(2, 150))
        y = np.ones(150, dtype=np.int64)
        a, b = (u[0] < 0.7).astype(np.int64), ((u[0] < 0.65) | (u[1] < 0.35)).astype(np.int64)
        true = 0.65 + 0.35 * 0.35 - 0.7
        got = ref.paired_bootstrap(y, a, b, "accuracy", 200, repeat)
        covered += got["low"] - 1e-9 <= true <= got["high"] + 1e-9
    assert 0.91 <= covered / 400 <= 0.985, covered
