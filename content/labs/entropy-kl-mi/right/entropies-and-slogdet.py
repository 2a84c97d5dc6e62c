"""Right, and written otherwise: masks, entropies for the information, slogdet and solve for the Gaussians."""

import numpy as np


def _ok(p):
    if not (p >= 0).all() or not (np.abs(p.sum(axis=-1) - 1) <= 1e-6).all():
        raise ValueError("no distribution")


def _log(p):
    return np.log(np.where(p > 0, p, 1.0))


def entropy(p):
    _ok(p)
    return np.sum(-p * _log(p), axis=-1)


def kl(p, q):
    _ok(p)
    _ok(q)
    finite = np.sum(p * (_log(p) - _log(q)), axis=-1)
    return np.where(((p > 0) & (q == 0)).any(axis=-1), np.inf, finite)


def gaussian_kl(m1, s1, m2, s2):
    gap = m2 - m1
    trace = np.trace(np.linalg.solve(s2, s1))
    logs = np.linalg.slogdet(s2)[1] - np.linalg.slogdet(s1)[1]
    return float(0.5 * (trace + gap @ np.linalg.solve(s2, gap) - gap.size + logs))


def mutual_information(joint):
    flat = joint.reshape(joint.shape[:-2] + (joint.shape[-2] * joint.shape[-1],))
    both = entropy(flat)
    x, y = joint.sum(-1), joint.sum(-2)
    return np.clip(np.sum(-x * _log(x), -1) + np.sum(-y * _log(y), -1) - both, 0, None)


def kl_from_samples(log_p, log_q):
    d = log_p - log_q
    return float(d.mean()), float((np.exp(-d) - 1 + d).mean())
