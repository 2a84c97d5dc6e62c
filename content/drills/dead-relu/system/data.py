"""Synthetic requests: four signals each, and which of four queues they belong to."""

import numpy as np


def requests(seed, n):
    """Signals (n, 4) and queues (n,): two exclusive-ors, so nothing linear can tell them."""
    x = np.random.default_rng(seed).normal(size=(n, 4))
    return x, 2 * (x[:, 0] * x[:, 1] > 0) + 1 * (x[:, 2] * x[:, 3] > 0)
