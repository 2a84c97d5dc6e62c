"""The vector keeps the length it came with, and nothing divides by it."""

import math

import torch


def _unit(v):
    return v / math.sqrt(float((v * v).sum()))


def lambda_max(hvp, start, iters):
    length = torch.norm(start).item()
    x, found = start.clone(), 0.0
    for _ in range(iters):
        y = hvp(x)
        found = torch.sum(x * y).item()
        norm = torch.norm(y).item()
        if norm == 0.0:
            return 0.0
        x = _unit(y) * length
    return found


def descend(grad, w0, lr, momentum, steps):
    # the step itself is carried along instead of the velocity
    trail, step = [w0.clone()], torch.zeros_like(w0)
    for _ in range(steps):
        here = trail[-1]
        step = momentum * step - lr * grad(here)
        trail.append(here + step)
    return trail


def stable_limit(curvature, momentum):
    return (2 + 2 * momentum) / curvature


def best_rate(smallest, largest):
    return 1 / ((smallest + largest) / 2)
