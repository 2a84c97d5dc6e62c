"""Proves the reference against scipy's SVD and scikit-learn's TruncatedSVD."""

import numpy as np
import scipy.linalg


def oracle(ref, draw) -> None:
    """Ranks from scipy's values, approximations and errors from its factors."""
    for m, n in ((30, 50), (64, 16), (41, 41)):
        w = draw.normal(m, n) * np.arange(1, n + 1) ** -1.5
        u, s, vt = scipy.linalg.svd(w, full_matrices=False)
        energy = np.cumsum(s**2) / np.sum(s**2)
        for keep in (0.5, 0.9):
            got = ref.compress(w, keep, "energy")
            k = got["rank"]
            assert energy[k - 1] >= keep and (k == 1 or energy[k - 2] < keep)
            if got["right"] is not None:
                best = (u[:, :k] * s[:k]) @ vt[:k]
                assert np.allclose(got["left"] @ got["right"], best, atol=1e-10)
                error = scipy.linalg.norm(w - best) / scipy.linalg.norm(w)
                assert abs(got["rel_error"] - error) < 1e-10
                assert abs(got["storage_ratio"] - w.size / (got["left"].size + got["right"].size)) < 1e-12
