"""The switch is not looked at."""

import math

import numpy as np


class Dropout:
    def __init__(self, p):
        if p < 0 or p >= 1:
            raise ValueError(p)
        self.keep = 1 - p
        self.drop = p
        self.active = True
        self.last = None

    def train(self):
        self.active = True

    def eval(self):
        self.active = False

    def forward(self, x, u):
        self.last = np.where(u < self.drop, 0.0, 1 / self.keep)
        return self.last * x

    def backward(self, g):
        return self.last * g


def l1_prox(w, t):
    return w - np.clip(w, -t, t)


def label_smooth_ce(logits, y, eps):
    n, k = logits.shape
    loss, grad = 0.0, np.empty_like(logits)
    for i in range(n):
        row = logits[i]
        top = float(row.max())
        norm = top + math.log(float(np.sum(np.exp(row - top))))
        hard = norm - float(row[y[i]])
        soft = norm - float(row.mean())
        loss += (1 - eps) * hard + eps * soft
        q = np.array([eps / k + (1 - eps) * (j == y[i]) for j in range(k)])
        grad[i] = np.exp(row - norm) - q
    return loss / n, grad / n


def decayed_step(params, grads, lr, decay):
    def moved(name):
        w, g = params[name], grads[name]
        pull = decay * w if len(w.shape) > 1 else 0.0
        return w - lr * (g + pull)

    return {name: moved(name) for name in params}


def early_stop(losses, patience):
    low, where, bad = math.inf, 0, 0
    for i, loss in enumerate(losses):
        if loss < low:
            low, where, bad = loss, i, 0
        else:
            bad += 1
        if bad >= patience:
            return i, where
    return i, where
