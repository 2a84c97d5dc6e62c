"""Given code that lives beside yours: it strings your cells together, forward and back."""

import numpy as np


def unroll(w, r, b, xs, ups):
    """One cell a step with the same parameters; the loss is the sum of ups_t . h_t. Last h and c, gradients by w, r, b and the first c."""
    import solution

    n, hidden = xs.shape[1], r.shape[1]
    h = c = np.zeros((n, hidden))
    cells = []
    for x in xs:
        cells.append(solution.LSTMCell(w, r, b))
        h, c = cells[-1].forward(x, h, c)
    dh = dc = np.zeros((n, hidden))
    total = [np.zeros_like(w), np.zeros_like(r), np.zeros_like(b)]
    for cell, up in zip(reversed(cells), reversed(ups), strict=True):
        _, dh, dc, *grads = cell.backward(dh + up, dc)
        total = [a + g for a, g in zip(total, grads, strict=True)]
    return h, c, *total, dc
