"""Averages over the second distribution."""

import numpy as np
from scipy.special import xlogy


def _distributions(p):
    """The rows as they are. Raises ValueError where the last axis holds no distribution."""
    if np.any(p < 0) or not np.allclose(p.sum(-1), 1.0, rtol=0.0, atol=1e-6):
        raise ValueError("probabilities must not be negative and must add up to 1")
    return p


def entropy(p):
    """p (..., k): distributions along the last axis -> (...): their entropies. Raises ValueError for no distribution."""
    p = _distributions(p)
    return -xlogy(p, p).sum(-1)  # xlogy(0, 0) is 0: what never happens adds no surprise


def kl(p, q):
    """p, q (..., k) -> (...): KL(p || q); inf where p has mass and q has none. Raises ValueError for no distribution."""
    p, q = _distributions(p), _distributions(q)
    return (xlogy(q, q) - xlogy(q, p)).sum(-1)


def gaussian_kl(m1, s1, m2, s2):
    """Means (d,) and covariances (d, d) -> float: KL(N(m1, s1) || N(m2, s2))."""
    l1, l2 = np.linalg.cholesky(s1), np.linalg.cholesky(s2)
    log_dets = 2 * np.log(np.diag(l2)).sum() - 2 * np.log(np.diag(l1)).sum()  # a determinant itself would underflow
    spread = np.sum(np.linalg.solve(l2, l1) ** 2)  # tr(s2^-1 s1)
    shift = np.sum(np.linalg.solve(l2, m2 - m1) ** 2)  # (m2 - m1)' s2^-1 (m2 - m1)
    return float(log_dets + spread + shift - len(m1)) / 2


def mutual_information(joint):
    """joint (..., r, c): joint distributions over the last two axes -> (...): the information, never below 0."""
    cells = _distributions(joint.reshape(*joint.shape[:-2], -1))
    independent = joint.sum(-1, keepdims=True) * joint.sum(-2, keepdims=True)
    gap = (xlogy(cells, cells) - xlogy(cells, independent.reshape(cells.shape))).sum(-1)
    return np.maximum(gap, 0.0)  # rounding may leave -1e-17


def kl_from_samples(log_p, log_q):
    """Log-probabilities (n,) under p and q of n samples drawn from p -> (k1, k3): two estimates of KL(p || q), floats."""
    log_ratio = log_q - log_p  # of q over p: the samples come from p
    return float(np.mean(-log_ratio)), float(np.mean(np.expm1(log_ratio) - log_ratio))
