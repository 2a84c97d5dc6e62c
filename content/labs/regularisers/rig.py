"""Given code that lives beside yours: sparse regression by proximal steps, with your l1_prox."""

import numpy as np


def sparse_fit(x, y, lam, steps):
    """Least squares plus lam times the sum of |w|: gradient step, then your proximal step."""
    import solution

    w = np.zeros(x.shape[1])
    rate = 1 / np.linalg.eigvalsh(x.T @ x / len(y))[-1]
    for _ in range(steps):
        w = np.asarray(solution.l1_prox(w - rate * x.T @ (x @ w - y) / len(y), rate * lam))
    return w
