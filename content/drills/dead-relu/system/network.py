"""The classifier: five hidden layers with ReLU, gradients by hand."""

import numpy as np

SIZES = (4, 32, 32, 32, 32, 32, 4)
GAIN = 2.0
BIAS = 0.0


def init(seed):
    """Weights (in, out) and biases (out,) of every layer, first layer first."""
    rng = np.random.default_rng(seed)
    weights, biases = [], []
    for fan_in, fan_out in zip(SIZES, SIZES[1:]):
        weights.append(rng.normal(0.0, (GAIN / fan_in) ** 0.5, (fan_in, fan_out)))
        biases.append(np.full(fan_out, BIAS))
    return {"weights": weights, "biases": biases}


def forward(model, x):
    """Logits (n, 4), and the outputs of the hidden layers."""
    h, hidden = x, []
    for w, b in zip(model["weights"][:-1], model["biases"][:-1]):
        h = np.maximum(h @ w + b, 0.0)
        hidden.append(h)
    logits = h @ model["weights"][-1] + model["biases"][-1]
    return logits, hidden


def backward(model, x, hidden, dlogits):
    """Gradients of all weights and all biases, first layer first."""
    inputs, g = [x, *hidden], dlogits
    dw, db = [], []
    for i in reversed(range(len(inputs))):
        dw.append(inputs[i].T @ g)
        db.append(g.sum(axis=0))
        if i:
            g = (g @ model["weights"][i].T) * (hidden[i - 1] > 0)
    return dw[::-1], db[::-1]
