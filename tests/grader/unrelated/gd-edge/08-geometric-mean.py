"""The geometric mean of the curvatures."""

import numpy as np
import torch


class Power:
    """Power iteration whose vector is kept at largest entry one; the quotient divides by v.v."""

    def __init__(self, product, seed):
        self.product = product
        self.x = seed / seed.abs().max()

    def turn(self):
        y = self.product(self.x)
        top = y.abs().max().item()
        if top == 0.0:
            return 0.0
        quotient = (self.x * y).sum().item() / (self.x * self.x).sum().item()
        self.x = y / top
        return quotient


def lambda_max(hvp, start, iters):
    power = Power(hvp, start)
    seen = [power.turn() for _ in range(iters)]
    return float(seen[-1]) if seen else 0.0


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
    middle = np.sqrt(smallest * largest).item()
    return 1.0 / middle
