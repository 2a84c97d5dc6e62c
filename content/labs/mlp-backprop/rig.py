"""Given code that lives beside yours: two networks made from the same arrays, one of them trained."""

import numpy as np


def twins(weights, biases, x, dy):
    """By how much the arrays have changed after one step of a network made from them."""
    import solution

    before = [a.copy() for a in (*weights, *biases)]
    net, other = (solution.MLP(weights, biases, "tanh") for _ in range(2))
    net.forward(x)
    net.backward(dy)
    net.step(0.5)
    apart = max(float(np.max(np.abs(a - b))) for a, b in zip(before, (*weights, *biases), strict=True))
    drift = max(float(np.max(np.abs(a - b))) for a, b in zip(before, (*other.weights, *other.biases), strict=True))
    return max(apart, drift)
