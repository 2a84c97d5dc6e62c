"""Sums over the batch where a mean is asked."""

import numpy as np
from scipy.special import ndtr


def gelu_slope(z):
    """Derivative of z * ndtr(z): the product rule, with the normal density as derivative of ndtr."""
    return ndtr(z) + z * np.exp(-(z**2) / 2) / np.sqrt(2 * np.pi)


# name: (value, derivative), both functions of the input z of the activation
ACTIVATIONS = {
    "relu": (lambda z: np.maximum(z, 0), lambda z: z > 0),
    "tanh": (np.tanh, lambda z: 1 - np.tanh(z) ** 2),
    "gelu": (lambda z: z * ndtr(z), gelu_slope),
}


class MLP:
    """weights: list of (in, out) arrays, biases: list of (out,) arrays; activation: "relu", "tanh" or "gelu"."""

    def __init__(self, weights, biases, activation):
        if activation not in ACTIVATIONS:
            raise ValueError(f"no activation is called {activation!r}")
        self.weights = [w.copy() for w in weights]
        self.biases = [b.copy() for b in biases]
        self.value, self.slope = ACTIVATIONS[activation]

    def forward(self, x):
        """x (n, in) -> outputs (n, out); the last layer has no activation."""
        self.inputs, self.sums = [x], []  # what the backward pass will need, layer by layer
        for i in range(len(self.weights)):
            if i:
                self.inputs.append(self.value(self.sums[-1]))
            self.sums.append(self.inputs[-1] @ self.weights[i] + self.biases[i])
        return self.sums[-1]

    def backward(self, dy):
        """dy (n, out), the gradient of the loss by the latest outputs. Fills grads, returns the gradient by x."""
        g, grads = dy, []  # g is the error that has arrived at this layer's sums
        for i in reversed(range(len(self.weights))):
            grads.append((self.inputs[i].T @ g, g.sum(axis=0)))  # the bias was copied to every row
            g = g @ self.weights[i].T
            if i:
                g = g * self.slope(self.sums[i - 1])
        self.grads = grads[::-1]
        return g

    def step(self, lr):
        """One step of gradient descent with the gradients of the latest backward."""
        for i, (dw, db) in enumerate(self.grads):
            self.weights[i] -= lr * dw
            self.biases[i] -= lr * db


def squared_error(y, t):
    """Mean over the batch of half the squared distance, and its gradient by y."""
    error = y - t
    return float(np.sum(error**2) / 2 / len(y)), error


def cross_entropy(logits, labels):
    """Mean over the batch of -log softmax at the label, and its gradient by the logits. labels: (n,) integers."""
    rows = np.arange(len(labels))
    shifted = logits - logits.max(axis=1, keepdims=True)  # leaves the softmax as it is; nothing overflows
    logs = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    grad = np.exp(logs)
    grad[rows, labels] -= 1
    return float(-logs[rows, labels].mean()), grad


def train(net, x, labels, lr, steps):
    """Full-batch gradient descent on cross-entropy. Returns the loss of every step, each before its update."""
    losses = []
    for _ in range(steps):
        loss, dlogits = cross_entropy(net.forward(x), labels)
        net.backward(dlogits)
        net.step(lr)
        losses.append(loss)
    return losses
