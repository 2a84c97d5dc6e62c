"""Waits for one evaluation more."""

import numpy as np


class Dropout:
    """Inverted dropout. The random numbers come from outside, so a run can be repeated."""

    def __init__(self, p):
        if not 0 <= p < 1:
            raise ValueError("p is the probability to drop: 0 <= p < 1")
        self.p = p
        self.train()

    def train(self):
        """Drop from now on."""
        self.training = True

    def eval(self):
        """Do nothing from now on."""
        self.training = False

    def forward(self, x, u):
        """Keep x where u >= p (u uniform on [0, 1)), divided by 1 - p; at evaluation x as it is."""
        self.scale = (u >= self.p) / (1 - self.p) if self.training else np.ones_like(x)
        return x * self.scale

    def backward(self, g):
        """The gradient by the input of the last forward."""
        return g * self.scale


def l1_prox(w, t):
    """The minimiser of (v - w)^2 / 2 + t |v|, element by element: towards zero by t, and not beyond."""
    return np.sign(w) * np.maximum(np.abs(w) - t, 0)


def label_smooth_ce(logits, y, eps):
    """Mean cross-entropy with smoothed targets, and its gradient. logits: (n, K); y: (n,) class numbers."""
    n, classes = logits.shape
    target = np.full((n, classes), eps / classes)
    target[np.arange(n), y] += 1 - eps
    shifted = logits - logits.max(axis=1, keepdims=True)
    log_p = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    return float(-(target * log_p).sum() / n), (np.exp(log_p) - target) / n


def decayed_step(params, grads, lr, decay):
    """One step of SGD with decoupled decay of arrays with two axes or more. Dicts by name; returns a new one."""
    after = {}
    for name, w in params.items():
        keep = 1 - lr * decay if w.ndim >= 2 else 1
        after[name] = keep * w - lr * grads[name]
    return after


def early_stop(losses, patience):
    """(stop, best): the evaluation (from 0) after which training ends, and the first with the lowest loss up to there."""
    best = 0
    for now, loss in enumerate(losses):
        if loss < losses[best]:
            best = now
        if now - best > patience:
            return now, best
    return len(losses) - 1, best
