"""The gradient is taken where the momentum would carry the weight."""

import math

import torch


def _unit(v):
    return v / math.sqrt(float((v * v).sum()))


def lambda_max(hvp, start, iters):
    direction, estimate, k = _unit(start), 0.0, 0
    while k < iters:
        image = hvp(direction)
        size = math.sqrt(float((image * image).sum()))
        if size == 0:
            return 0.0
        estimate = float(torch.dot(direction, image))
        direction = image / size
        k += 1
    return estimate


def descend(grad, w0, lr, momentum, steps):
    # the step itself is carried along instead of the velocity
    trail, step = [w0.clone()], torch.zeros_like(w0)
    for _ in range(steps):
        here = trail[-1]
        ahead = here + momentum * step
        step = momentum * step - lr * grad(ahead)
        trail.append(here + step)
    return trail


def stable_limit(curvature, momentum):
    return (2 + 2 * momentum) / curvature


def best_rate(smallest, largest):
    return 1 / ((smallest + largest) / 2)
