"""The small number joins the deviation."""

import numpy as np


def average(a, along):
    """Mean over one axis, which stays."""
    return np.add.reduce(a, axis=along, keepdims=True) / a.shape[along]


class Engine:
    """Normalises along one axis and remembers what the way back needs."""

    along, centred, shifted = -1, True, True

    def __init__(self, d, eps):
        self.eps = eps
        self.gain = np.ones(d)
        if self.shifted:
            self.shift = np.zeros(d)
        self.note = None

    def normal(self, x, mean, var, free):
        inverse = 1 / (np.sqrt(var) + self.eps)
        away = x - mean
        self.note = (away, inverse, free)
        y = away * inverse * self.gain
        return y + self.shift if self.shifted else y

    def backward(self, g):
        away, inverse, free = self.note
        n = away.shape[self.along]
        by_hat = g * self.gain
        dx = by_hat * inverse  # straight
        if free:
            by_var = -0.5 * inverse**3 * np.sum(by_hat * away, axis=self.along, keepdims=True)
            dx = dx + by_var * 2 * away / n  # by way of the variance
            if self.centred:
                dx = dx - np.sum(by_hat * inverse, axis=self.along, keepdims=True) / n  # by way of the mean
        flat, hats = g.reshape(-1, g.shape[-1]), (away * inverse).reshape(-1, g.shape[-1])
        out = (dx, np.einsum("nd,nd->d", flat, hats))
        return (*out, np.einsum("nd->d", flat)) if self.shifted else out


class BatchNorm1d(Engine):
    along = 0

    def __init__(self, d, eps=1e-5, momentum=0.1):
        super().__init__(d, eps)
        self.momentum, self.mode = momentum, "train"
        self.running_mean, self.running_var = np.zeros(d), np.ones(d)

    def train(self):
        self.mode = "train"

    def eval(self):
        self.mode = "eval"

    def forward(self, x):
        if self.mode == "eval":
            return self.normal(x, self.running_mean, self.running_var, free=False)
        if x.shape[0] == 1:
            raise ValueError("a batch of one")
        mean = average(x, 0)
        var = average((x - mean) ** 2, 0)
        self.running_mean = self.running_mean + self.momentum * (mean[0] - self.running_mean)
        self.running_var = self.running_var + self.momentum * (x.var(axis=0, ddof=1) - self.running_var)
        return self.normal(x, mean, var, free=True)


class LayerNorm(Engine):
    def __init__(self, d, eps=1e-5):
        super().__init__(d, eps)

    def forward(self, x):
        mean = average(x, -1)
        return self.normal(x, mean, average((x - mean) ** 2, -1), free=True)


class RMSNorm(Engine):
    centred, shifted = False, False

    def __init__(self, d, eps=1e-6):
        super().__init__(d, eps)

    def forward(self, x):
        return self.normal(x, 0.0, average(x**2, -1), free=True)
