"""Compress a matrix by a truncated singular value decomposition."""

import numpy as np


def compress(w, keep, mode):
    """w (m, n) float64, keep in (0, 1], mode "energy", "count" or "sum".

    Returns a dict: rank (int), left (m, k), right (k, n), storage_ratio (float), rel_error (float).
    Where two factors would cost at least as much as w itself: left is w, right is None, storage_ratio is 1.0.
    """
    return {}
