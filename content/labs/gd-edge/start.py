"""Curvature from Hessian-vector products, and descent at the edge of stability."""

import torch


def lambda_max(hvp, start, iters):
    """hvp: v (d,) -> H v (d,), float64 tensors. start: (d,) tensor. Returns the eigenvalue of largest size as a float."""
    return 0.0


def descend(grad, w0, lr, momentum, steps):
    """grad: w (d,) -> gradient (d,). Heavy-ball momentum (0 = plain). Returns the list of iterates [w0, w1, ..., w_steps]."""
    return []


def stable_limit(curvature, momentum):
    """The learning rate at which descent on a quadratic with this top curvature stops converging."""
    return 0.0


def best_rate(smallest, largest):
    """The rate at which plain descent on a quadratic contracts fastest, from the smallest and largest curvature."""
    return 0.0
