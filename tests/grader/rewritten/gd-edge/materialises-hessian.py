"""Asks for every column of the matrix, then iterates on the matrix."""

import numpy as np
import torch


def lambda_max(hvp, start, iters):
    d = start.shape[0]
    matrix = np.zeros((d, d))
    for j in range(d):
        probe = torch.zeros(d, dtype=torch.float64)
        probe[j] = 1.0
        matrix[:, j] = hvp(probe).numpy()
    x = start.numpy()
    for _ in range(5000):
        x = matrix @ x
        length = np.linalg.norm(x)
        if length == 0:
            return 0.0
        x = x / length
    return float(x @ matrix @ x)


def descend(grad, w0, lr, momentum, steps):
    # two-point form: w[t+1] = w[t] - lr g(w[t]) + beta (w[t] - w[t-1])
    before, now = w0.numpy().copy(), w0.numpy().copy()
    path = [torch.from_numpy(now.copy())]
    for _ in range(steps):
        g = grad(torch.from_numpy(now.copy())).numpy()
        before, now = now, now - lr * g + momentum * (now - before)
        path.append(torch.from_numpy(now.copy()))
    return path


def stable_limit(curvature, momentum):
    room = 1 + momentum
    return np.multiply(2.0, room).item() / curvature


def best_rate(smallest, largest):
    middle = np.mean([smallest, largest]).item()
    return 1.0 / middle
