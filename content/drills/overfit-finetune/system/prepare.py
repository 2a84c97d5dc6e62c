"""From labelled vectors to a training and a validation set."""

import numpy as np


def clean(x, y):
    """Keep one of each group of near-duplicates: the first whose vector is not nearly parallel to one kept before."""
    unit = x / np.linalg.norm(x, axis=1, keepdims=True)
    kept = []
    for i in range(len(x)):
        if not kept or np.max(unit[kept] @ unit[i]) < 0.98:
            kept.append(i)
    return x[kept], y[kept]


def split(x, y, share, seed):
    """Training and validation rows, cleaned first so that no near-duplicate stands on both sides."""
    x, y = clean(x, y)
    order = np.random.default_rng(seed).permutation(len(x))
    cut = round(len(x) * share)
    valid, train = order[:cut], order[cut:]
    return (x[train], y[train]), (x[valid], y[valid])
