"""Curvature from Hessian-vector products, and descent at the edge of stability."""

import torch


def lambda_max(hvp, start, iters):
    """hvp: v (d,) -> H v (d,), float64 tensors. start: (d,) tensor. Returns the eigenvalue of largest size as a float."""
    v = start / torch.linalg.vector_norm(start)
    value = None
    for _ in range(iters):
        hv = hvp(v)  # the only access to the Hessian: nothing of size d*d is ever built
        value = float(v @ hv)  # Rayleigh quotient; v has length one
        length = torch.linalg.vector_norm(hv)
        if float(length) == 0.0:
            return 0.0  # no curvature along v at all
        v = hv / length
    return value


def descend(grad, w0, lr, momentum, steps):
    """grad: w (d,) -> gradient (d,). Heavy-ball momentum (0 = plain). Returns the list of iterates [w0, w1, ..., w_steps]."""
    w, path = w0, [w0]  # every step makes a new tensor, so nothing needs to be copied
    velocity = torch.zeros_like(w)
    for _ in range(steps):
        velocity = momentum * velocity + grad(w)  # Polyak: the velocity sums gradients, it does not average them
        w = w - lr * velocity
        path.append(w)
    return path


def stable_limit(curvature, momentum):
    """The learning rate at which descent on a quadratic with this top curvature stops converging."""
    # The roots of z^2 - (1 + beta - lr*lambda) z + beta leave the unit circle at lr*lambda = 2 (1 + beta).
    return 2.0 * (1.0 + momentum) / curvature


def best_rate(smallest, largest):
    """The rate at which plain descent on a quadratic contracts fastest, from the smallest and largest curvature."""
    # Both ends contract alike: 1 - lr*smallest = lr*largest - 1.
    return 2.0 / (smallest + largest)
