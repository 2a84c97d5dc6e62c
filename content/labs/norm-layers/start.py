"""Three normalisations, forward and backward, in numpy. Gains start at one, shifts at zero."""

import numpy as np


class BatchNorm1d:
    """Each feature over the samples of a batch; x is (n, d)."""

    def __init__(self, d, eps=1e-5, momentum=0.1):
        self.gain, self.shift = np.ones(d), np.zeros(d)
        self.running_mean, self.running_var = np.zeros(d), np.ones(d)

    def train(self):
        """Use the statistics of the batch from now on."""

    def eval(self):
        """Use the running statistics from now on."""

    def forward(self, x):
        """Normalise; in training mode also move the running statistics."""
        return x

    def backward(self, g):
        """From the gradient by the output of the last forward: gradients by x, gain and shift."""
        return g, self.gain, self.shift


class LayerNorm:
    """Each vector of the last axis by itself; x is (..., d)."""

    def __init__(self, d, eps=1e-5):
        self.gain, self.shift = np.ones(d), np.zeros(d)

    def forward(self, x):
        """Normalise."""
        return x

    def backward(self, g):
        """Gradients by x, gain and shift."""
        return g, self.gain, self.shift


class RMSNorm:
    """Each vector of the last axis by its root mean square; no mean taken off, no shift."""

    def __init__(self, d, eps=1e-6):
        self.gain = np.ones(d)

    def forward(self, x):
        """Normalise."""
        return x

    def backward(self, g):
        """Gradients by x and gain."""
        return g, self.gain
