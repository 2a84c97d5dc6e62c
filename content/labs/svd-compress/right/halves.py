"""Right, and written otherwise: torch's decomposition, half of each value in either factor, a search in sorted shares."""

import numpy as np
import torch


def compress(w, keep, mode):
    if w.ndim != 2 or 0 in w.shape or not 0 < keep <= 1:
        raise ValueError("a matrix that is not empty, and a share in (0, 1]")
    powers = {"energy": 2, "count": 0, "sum": 1}
    if mode not in powers:
        raise ValueError(f"unknown mode {mode}")
    m, n = w.shape
    u, s, vh = (part.numpy() for part in torch.linalg.svd(torch.from_numpy(w), full_matrices=False))
    shares = s ** powers[mode]
    sums = np.cumsum(shares)
    k = 1 if sums[-1] == 0 else min(int(np.searchsorted(sums / sums[-1], keep - 1e-13)) + 1, len(s))
    if k * (m + n) >= m * n:
        return {"rank": k, "left": w, "right": None, "storage_ratio": 1.0, "rel_error": 0.0}
    half = np.sqrt(s[:k])
    left, right = u[:, :k] * half, half[:, None] * vh[:k]
    error = np.linalg.norm(w - left @ right) / (np.linalg.norm(w) or 1.0)
    return {"rank": k, "left": left, "right": right, "storage_ratio": 1 / (k / m + k / n), "rel_error": float(error)}
