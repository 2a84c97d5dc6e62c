"""Right, and written otherwise: NumPy inside, momentum as a difference of iterates, roots for the edge."""

import numpy as np
import torch


def lambda_max(hvp, start, iters):
    v = start.numpy() / np.linalg.norm(start.numpy())
    for _ in range(iters):
        hv = hvp(torch.from_numpy(v)).numpy()
        if not hv.any():
            return 0.0
        value = float(np.dot(v, hv) / np.dot(v, v))
        v = hv / np.sqrt(np.sum(hv * hv))
    return value


def descend(grad, w0, lr, momentum, steps):
    path = [w0]
    for number in range(steps):
        drift = path[-1] - path[-2] if number else torch.zeros_like(w0)
        path.append(path[-1] + momentum * drift - lr * grad(path[-1]))
    return path


def stable_limit(curvature, momentum):
    return (2.0 + 2.0 * momentum) / curvature


def best_rate(smallest, largest):
    return 1.0 / ((smallest + largest) / 2)
