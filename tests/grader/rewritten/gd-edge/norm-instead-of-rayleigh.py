"""The growth factor of the power iteration is taken for the eigenvalue."""

import numpy as np
import torch


def lambda_max(hvp, start, iters):
    x = start.numpy() / np.sqrt(np.sum(start.numpy() ** 2))
    growth = 0.0
    for _ in range(iters):
        y = hvp(torch.from_numpy(x)).numpy()
        growth = np.sqrt(np.sum(y**2)).item()
        if not growth:
            break
        x = y / growth
    return growth


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
