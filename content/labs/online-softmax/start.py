"""Exact attention that reads keys and values block by block, and two parts of attention joined."""

import torch


def tiled_attention(q, k, v, block, causal=False):
    """q (B, H, T, D), k (B, H, S, D), v (B, H, S, E) -> out (B, H, T, E), lse (B, H, T).

    `block` keys are held at a time. With `causal` query i sees keys up to i + S - T.
    A row that sees nothing gives 0 and an lse of minus infinity. Raises ValueError where block is below 1.
    """
    raise NotImplementedError


def merge(out_a, lse_a, out_b, lse_b):
    """Two parts of the keys, out (..., E) and lse (...) of each -> out and lse of both together."""
    raise NotImplementedError
