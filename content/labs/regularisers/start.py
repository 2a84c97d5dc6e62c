"""Five tools against overfitting, in numpy."""

import numpy as np


class Dropout:
    """Inverted dropout. The random numbers come from outside, so a run can be repeated."""

    def __init__(self, p):
        self.p = p

    def train(self):
        """Drop from now on."""

    def eval(self):
        """Do nothing from now on."""

    def forward(self, x, u):
        """Keep x where u >= p, divided by 1 - p; at evaluation x as it is."""
        return 0 * x

    def backward(self, g):
        """The gradient by the input of the last forward."""
        return g


def l1_prox(w, t):
    """The minimiser of (v - w)^2 / 2 + t |v|, element by element."""
    return w


def label_smooth_ce(logits, y, eps):
    """Mean cross-entropy with smoothed targets, and its gradient."""
    return 0.0, np.zeros_like(logits)


def decayed_step(params, grads, lr, decay):
    """One step of SGD with decoupled decay of arrays with two axes or more."""
    return params


def early_stop(losses, patience):
    """(stop, best)."""
    return 0, 0
