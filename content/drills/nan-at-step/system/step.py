"""One update of the float32 master weights from gradients that carry the loss scale."""

import numpy as np


def update(weights, scaled, scale, clip_norm, lr):
    """weights, scaled: lists of arrays; scaled is `scale` times the gradient, in the precision of training."""
    gradients = [g.astype(np.float32) / np.float32(scale) for g in scaled]
    norm = float(np.sqrt(sum(float((g.astype(np.float64) ** 2).sum()) for g in gradients)))
    if norm > clip_norm:
        gradients = [g * np.float32(clip_norm / norm) for g in gradients]
    return [w - np.float32(lr) * g for w, g in zip(weights, gradients)]
