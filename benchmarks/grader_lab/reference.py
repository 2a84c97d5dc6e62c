"""Scaled dot-product attention."""

import math

import torch


def sdpa(q, k, v, causal=False):
    """q (B, H, T, D), k and v (B, H, S, D) -> (B, H, T, D)."""
    scores = q @ k.transpose(-2, -1) / math.sqrt(q.shape[-1])
    if causal:
        hidden = torch.ones(q.shape[-2], k.shape[-2], dtype=torch.bool).triu(1)
        scores = scores.masked_fill(hidden, float("-inf"))
    return torch.softmax(scores, dim=-1) @ v
