"""The loss of a batch of logits, and its gradient by the logits."""

import numpy as np


def loss_and_gradient(logits, labels):
    """logits (B, C) in the precision of training, labels (B,): mean cross-entropy and its gradient (B, C), float32."""
    z = logits.astype(np.float32)
    z = z - z.max(axis=1, keepdims=True)
    log_p = z - np.log(np.exp(z).sum(axis=1, keepdims=True))
    rows = np.arange(len(labels))
    gradient = np.exp(log_p)
    gradient[rows, labels] -= 1
    return float(-log_p[rows, labels].mean()), gradient / np.float32(len(labels))
