"""No gate is favoured at the start."""

import math

import numpy as np

ORDER = "ifgo"


def init_bias(hidden):
    blocks = {"i": 0.0, "f": 0.0, "g": 0.0, "o": 0.0}
    return np.repeat([blocks[k] for k in ORDER], hidden)


def logistic(v):
    e = np.exp(-np.abs(v))
    return np.where(v >= 0, 1 / (1 + e), e / (1 + e))


class LSTMCell:
    def __init__(self, w, r, b):
        self.all = np.hstack([w, r])  # one matrix for input and state
        self.b = b
        self.d = w.shape[1]

    def forward(self, x, h, c):
        self.inputs = np.hstack([x, h])
        pre = np.einsum("nk,gk->ng", self.inputs, self.all) + self.b
        size = h.shape[1]
        gate = {k: pre[:, n * size : (n + 1) * size] for n, k in enumerate(ORDER)}
        self.gate = {k: np.tanh(v) if k == "g" else logistic(v) for k, v in gate.items()}
        self.before = c
        self.after = self.gate["f"] * c + self.gate["i"] * self.gate["g"]
        return self.gate["o"] * np.tanh(self.after), self.after

    def backward(self, dh, dc):
        s, top = self.gate, np.tanh(self.after)
        cell = dc + dh * s["o"] / np.cosh(self.after) ** 2
        by = {"i": cell * s["g"], "f": cell * self.before, "g": cell * s["i"], "o": dh * top}
        slope = {k: 1 - v * v if k == "g" else v - v * v for k, v in s.items()}
        pre = np.hstack([by[k] * slope[k] for k in ORDER])
        back = pre @ self.all
        weights = np.einsum("ng,nk->gk", pre, self.inputs)
        d = self.d
        return back[:, :d], back[:, d:], cell * s["f"], weights[:, :d], weights[:, d:], np.einsum("ng->g", pre)


def bptt(w, u, xs, ups, truncate):
    dw, du, state = 0 * w, 0 * u, np.zeros(w.shape[0])
    for start in range(0, len(xs), truncate):
        part, pull = xs[start : start + truncate], ups[start : start + truncate]
        path = [state]
        for x in part:
            path.append(np.tanh(w @ path[-1] + u @ x))
        g = np.zeros_like(state)
        for t in range(len(part), 0, -1):
            g = (g + pull[t - 1]) * (1 - path[t] * path[t])
            dw = dw + g[:, None] * path[t - 1]
            du = du + g[:, None] * part[t - 1]
            g = g @ w
        state = path[-1]
    return dw, du


def clipped_step(params, grads, lr, limit):
    norm = math.sqrt(sum(float(np.vdot(g, g)) for g in grads))
    if norm > limit:
        grads = [g * (limit / norm) for g in grads]
    return [p - lr * g for p, g in zip(params, grads, strict=True)]


def gradient_by_lag(w, slopes, g):
    row, found = g, [math.sqrt(float(g @ g))]
    for t in range(len(slopes) - 1, -1, -1):
        row = row @ (np.diag(slopes[t]) @ w)
        found.append(math.sqrt(float(row @ row)))
    return found
