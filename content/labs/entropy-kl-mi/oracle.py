"""Proves the reference against scipy.stats, torch.distributions and scikit-learn."""

import numpy as np
import scipy.stats
import torch
from sklearn.metrics import mutual_info_score
from torch.distributions import Categorical, MultivariateNormal, kl_divergence


def oracle(ref, draw) -> None:
    """Random rows, random Gaussians, tables of counts."""
    weights = np.exp(draw.normal(2, 6, 5))
    p, q = weights / weights.sum(-1, keepdims=True)
    assert np.allclose(ref.entropy(p), scipy.stats.entropy(p, axis=-1), rtol=1e-10)
    assert np.allclose(ref.kl(p, q), scipy.stats.entropy(p, q, axis=-1), rtol=1e-10)
    theirs = kl_divergence(Categorical(torch.from_numpy(p)), Categorical(torch.from_numpy(q)))
    assert np.allclose(ref.kl(p, q), theirs.numpy(), rtol=1e-6)
    assert scipy.stats.entropy([0.5, 0.5], [1.0, 0.0]) == ref.kl(np.array([0.5, 0.5]), np.array([1.0, 0.0])) == np.inf

    for d in (1, 4, 50):
        sides = []
        for _ in range(2):
            a = draw.normal(d, d)
            sides.append((draw.normal(d), a @ a.T + np.eye(d)))
        got = ref.gaussian_kl(*sides[0], *sides[1])
        want = kl_divergence(*(MultivariateNormal(*map(torch.from_numpy, side)) for side in sides))
        assert abs(got - float(want)) < 1e-8 * max(1.0, abs(got))

    counts = np.array([[draw.integer(0, 9) + 1 for _ in range(4)] for _ in range(3)])
    got = ref.mutual_information(counts / counts.sum())
    assert abs(got - mutual_info_score(None, None, contingency=counts)) < 1e-12

    samples = Categorical(torch.from_numpy(p[0]))
    picked = np.array([draw.integer(0, 4) for _ in range(50)])
    log_p, log_q = (np.log(r[0][picked]) for r in (p, q))
    k1, k3 = ref.kl_from_samples(log_p, log_q)
    assert abs(k1 - float(np.mean(log_p - log_q))) < 1e-12
    ratio = q[0][picked] / p[0][picked]
    assert abs(k3 - float(np.mean(ratio - 1 - np.log(ratio)))) < 1e-12
    # Weighted by p itself instead of sampled, both give KL exactly.
    exact = float(ref.kl(p[0], q[0]))
    each = [ref.kl_from_samples(np.log(p[0][i : i + 1]), np.log(q[0][i : i + 1])) for i in range(5)]
    assert np.allclose(samples.probs.numpy() @ np.array(each), exact, rtol=1e-9)
