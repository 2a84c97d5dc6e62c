"""Foretells the curve by the largest singular value instead of going back."""

import numpy as np


def sigmoid(v):
    """The logistic function, without overflow."""
    return (1 + np.tanh(v / 2)) / 2


def init_bias(hidden):
    """The bias (4 * hidden,) to start from, in the order i, f, g, o: forget gates open, all else 0."""
    bias = np.zeros(4 * hidden)
    bias[hidden : 2 * hidden] = 1
    return bias


class LSTMCell:
    """w: (4h, d), r: (4h, h), b: (4h,), blocks in the order i, f, g, o."""

    def __init__(self, w, r, b):
        self.w, self.r, self.b = w, r, b

    def forward(self, x, h, c):
        """x: (n, d), h and c: (n, h). Returns the next h and c."""
        i, f, g, o = np.split(x @ self.w.T + h @ self.r.T + self.b, 4, axis=1)
        i, f, g, o = sigmoid(i), sigmoid(f), np.tanh(g), sigmoid(o)
        after = f * c + i * g
        self.kept = x, h, c, i, f, g, o, np.tanh(after)
        return o * np.tanh(after), after

    def backward(self, dh, dc):
        """From the gradients by the next h and c: those by x, h, c, w, r, b."""
        x, h, c, i, f, g, o, squashed = self.kept
        dc = dc + dh * o * (1 - squashed**2)  # the cell is reached from above and through the output
        blocks = [dc * g * i * (1 - i), dc * c * f * (1 - f), dc * i * (1 - g**2), dh * squashed * o * (1 - o)]
        gates = np.concatenate(blocks, axis=1)
        return gates @ self.w, gates @ self.r, dc * f, gates.T @ x, gates.T @ h, gates.sum(axis=0)


def bptt(w, u, xs, ups, truncate):
    """h_t = tanh(w h_(t-1) + u x_t) from h_0 = 0; the loss is the sum of ups_t . h_t. Returns its gradients by w and u.

    The sequence is cut into segments of `truncate` steps: the value of the state goes on, no gradient comes back.
    """
    states = [np.zeros(len(w))]
    for x in xs:
        states.append(np.tanh(w @ states[-1] + u @ x))
    dw, du, back = np.zeros_like(w), np.zeros_like(u), np.zeros(len(w))
    for t in reversed(range(len(xs))):
        if (t + 1) % truncate == 0:
            back = np.zeros(len(w))  # what lies behind is another segment
        delta = (ups[t] + back) * (1 - states[t + 1] ** 2)
        dw += np.outer(delta, states[t])
        du += np.outer(delta, xs[t])
        back = w.T @ delta
    return dw, du


def clipped_step(params, grads, lr, limit):
    """The gradients, all together, clipped to the norm `limit`; then one step of SGD. Returns new parameters."""
    norm = np.sqrt(sum((g**2).sum() for g in grads))
    scale = limit / max(norm, limit)
    return [p - lr * scale * g for p, g in zip(params, grads, strict=True)]


def gradient_by_lag(w, slopes, g):
    """Norms of the gradient g by the last state, and by each state before it.

    slopes: (T, h), the derivative of the activation at steps 1 to T (ones for a linear recurrence). T + 1 floats.
    """
    sizes = [np.linalg.norm(g)]
    for slope in slopes[::-1]:
        sizes.append(float(sizes[-1] * np.linalg.norm(slope[:, None] * w, 2)))
    return sizes
