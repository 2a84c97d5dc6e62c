"""Compress a matrix by a truncated singular value decomposition."""

import numpy as np


def _shares(s, mode):
    """How much each singular value counts under this measure; they need not add up to one."""
    if mode == "energy":
        return s**2  # the squared Frobenius norm is the sum of squares: this is what the error is made of
    if mode == "count":
        return np.ones_like(s)
    return s  # "sum", the nuclear norm


def _smallest_rank(shares, keep):
    """The smallest k whose first k shares reach `keep` of the total."""
    total = shares.sum()  # 0 for a zero matrix: the first of its sums already reaches that
    # A tiny slack, so that keep = 1.0 does not fail on the last rounding of the cumulative sum.
    reached = np.cumsum(shares) >= keep * total * (1.0 - 1e-12)
    return int(np.argmax(reached)) + 1  # argmax: the first True


def compress(w, keep, mode):
    """w (m, n) float64, keep in (0, 1], mode "energy", "count" or "sum".

    Returns a dict: rank (int), left (m, k), right (k, n), storage_ratio (float), rel_error (float).
    Where two factors would cost at least as much as w itself: left is w, right is None, storage_ratio is 1.0.
    """
    if w.ndim != 2 or w.size == 0:
        raise ValueError("w must be a matrix that is not empty")
    if mode not in ("energy", "count", "sum"):
        raise ValueError("mode must be energy, count or sum")
    if not 0.0 < keep <= 1.0:
        raise ValueError("keep must lie in (0, 1]")

    m, n = w.shape
    u, s, vt = np.linalg.svd(w, full_matrices=False)
    k = _smallest_rank(_shares(s, mode), keep)

    stored = k * (m + n)  # left has m*k numbers, right k*n
    if stored >= m * n:
        return {"rank": k, "left": w, "right": None, "storage_ratio": 1.0, "rel_error": 0.0}

    # The values are folded into the left factor; on either side, or half on each, the product is the same.
    left, right = u[:, :k] * s[:k], vt[:k]
    total = np.sqrt(np.sum(s**2))
    lost = np.sqrt(np.sum(s[k:] ** 2))  # Eckart and Young: the values left out are the error
    return {
        "rank": k,
        "left": left,
        "right": right,
        "storage_ratio": m * n / stored,
        "rel_error": lost / total if total else 0.0,
    }
