"""The left factor is None where nothing is compressed."""

import numpy as np


class Compressor:
    def __init__(self, w):
        self.w = np.array(w, dtype=float)
        if self.w.ndim != 2 or not self.w.size:
            raise ValueError("a matrix is needed")
        self.u, self.s, self.v = np.linalg.svd(self.w, full_matrices=False)

    def rank(self, keep, mode):
        if mode == "count":
            return max(1, int(np.ceil(keep * self.s.size - 1e-9)))
        power = {"energy": 2, "sum": 1}[mode]
        share = np.cumsum(self.s**power)
        if share[-1] == 0:
            return 1
        share = share / share[-1]
        return 1 + int(np.searchsorted(share, keep - 1e-12))

    def error(self, left, right):
        norm = np.linalg.norm(self.w)
        return float(np.linalg.norm(self.w - left @ right) / norm) if norm else 0.0


def compress(w, keep, mode):
    if not (0 < keep <= 1) or mode not in {"energy", "count", "sum"}:
        raise ValueError("bad keep or mode")
    c = Compressor(w)
    m, n = c.w.shape
    k = c.rank(keep, mode)
    if k * (m + n) >= m * n:
        return {"rank": k, "left": None, "right": None, "storage_ratio": 1.0, "rel_error": 0.0}
    left, right = c.u[:, :k], np.diag(c.s[:k]) @ c.v[:k, :]
    ratio = c.w.size / (left.size + right.size)
    return {"rank": k, "left": left, "right": right, "storage_ratio": ratio, "rel_error": c.error(left, right)}
