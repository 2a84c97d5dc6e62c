"""Scaled dot-product attention and a multi-head layer with causal and padding masks."""

import torch
from torch import nn


def sdpa(q, k, v, mask=None, scale=None):
    """q (..., T, D), k (..., S, D), v (..., S, E) -> (..., T, E).

    mask: bool, broadcastable to (..., T, S); True may be seen. A row that sees nothing gives zeros.
    scale: what scores are multiplied by; without it 1 / sqrt(D).
    """
    raise NotImplementedError


class MultiHeadAttention(nn.Module):
    """Self-attention of `heads` heads; four linear maps q, k, v, out of width x width, without bias."""

    def __init__(self, width, heads):
        """Raises ValueError where `heads` is below 1 or does not divide `width`."""
        super().__init__()
        raise NotImplementedError

    def forward(self, x, real=None, causal=True):
        """x (B, T, width), real (B, T) bool, True for real tokens -> (B, T, width)."""
        raise NotImplementedError
