"""An exponential moving average of the gradients."""

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
        step = torch.lerp(grad(here), step, momentum)
        trail.append(torch.add(here, step, alpha=-lr))
    return trail


def stable_limit(curvature, momentum):
    return (2 + 2 * momentum) / curvature


def best_rate(smallest, largest):
    return 1 / ((smallest + largest) / 2)
