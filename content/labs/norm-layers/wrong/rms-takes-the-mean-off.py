"""RMSNorm with the mean taken off first."""

import numpy as np


class BatchNorm1d:
    """Each feature over the samples of a batch; x is (n, d)."""

    def __init__(self, d, eps=1e-5, momentum=0.1):
        self.gain, self.shift = np.ones(d), np.zeros(d)
        self.running_mean, self.running_var = np.zeros(d), np.ones(d)
        self.eps, self.momentum = eps, momentum
        self.train()

    def train(self):
        """Use the statistics of the batch from now on."""
        self.training = True

    def eval(self):
        """Use the running statistics from now on."""
        self.training = False

    def forward(self, x):
        """Normalise; in training mode also move the running statistics. A batch of one cannot be trained on."""
        mean, var = self.running_mean, self.running_var
        if self.training:
            n = len(x)
            if n < 2:
                raise ValueError("one sample has no variance to normalise by")
            mean, var = x.mean(axis=0), x.var(axis=0)
            old = 1 - self.momentum  # momentum is the share of the new value
            self.running_mean = old * self.running_mean + self.momentum * mean
            self.running_var = old * self.running_var + self.momentum * var * n / (n - 1)  # unbiased, unlike var
        self.root = np.sqrt(var + self.eps)
        self.hat = (x - mean) / self.root
        self.moved = self.training  # did mean and var depend on x?
        return self.gain * self.hat + self.shift

    def backward(self, g):
        """From the gradient by the output of the last forward: gradients by x, gain and shift."""
        up = g * self.gain
        if self.moved:
            up = up - up.mean(axis=0) - self.hat * (up * self.hat).mean(axis=0)
        return up / self.root, (g * self.hat).sum(axis=0), g.sum(axis=0)


class LayerNorm:
    """Each vector of the last axis by itself; x is (..., d)."""

    def __init__(self, d, eps=1e-5):
        self.gain, self.shift, self.eps = np.ones(d), np.zeros(d), eps

    def forward(self, x):
        """Normalise."""
        self.root = np.sqrt(x.var(axis=-1, keepdims=True) + self.eps)
        self.hat = (x - x.mean(axis=-1, keepdims=True)) / self.root
        return self.gain * self.hat + self.shift

    def backward(self, g):
        """Gradients by x, gain and shift."""
        up = g * self.gain
        dx = up - up.mean(axis=-1, keepdims=True) - self.hat * (up * self.hat).mean(axis=-1, keepdims=True)
        rest = tuple(range(g.ndim - 1))  # all axes but the last
        return dx / self.root, (g * self.hat).sum(axis=rest), g.sum(axis=rest)


class RMSNorm:
    """Each vector of the last axis by its root mean square; no mean taken off, no shift."""

    def __init__(self, d, eps=1e-6):
        self.gain, self.eps = np.ones(d), eps

    def forward(self, x):
        """Normalise."""
        x = x - x.mean(axis=-1, keepdims=True)
        self.root = np.sqrt((x * x).mean(axis=-1, keepdims=True) + self.eps)
        self.hat = x / self.root
        return self.gain * self.hat

    def backward(self, g):
        """Gradients by x and gain."""
        up = g * self.gain
        dx = up - up.mean(axis=-1, keepdims=True) - self.hat * (up * self.hat).mean(axis=-1, keepdims=True)
        return dx / self.root, (g * self.hat).sum(axis=tuple(range(g.ndim - 1)))
