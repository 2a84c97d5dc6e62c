"""Entropy, KL divergence and mutual information, in nats; rows of a batch all at once."""

import numpy as np


def entropy(p):
    """p (..., k): distributions along the last axis -> (...): their entropies. Raises ValueError for no distribution."""
    return np.zeros(p.shape[:-1])


def kl(p, q):
    """p, q (..., k) -> (...): KL(p || q); inf where p has mass and q has none. Raises ValueError for no distribution."""
    return np.zeros(p.shape[:-1])


def gaussian_kl(m1, s1, m2, s2):
    """Means (d,) and covariances (d, d) -> float: KL(N(m1, s1) || N(m2, s2))."""
    return 0.0


def mutual_information(joint):
    """joint (..., r, c): joint distributions over the last two axes -> (...): the information, never below 0."""
    return np.zeros(joint.shape[:-2])


def kl_from_samples(log_p, log_q):
    """Log-probabilities (n,) under p and q of n samples drawn from p -> (k1, k3): two estimates of KL(p || q), floats."""
    return 0.0, 0.0
