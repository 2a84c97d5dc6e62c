"""Turns the values as well."""

import torch
from torch.nn import functional as F


def frequencies(d, base):
    """The speeds of the d // 2 pairs: 1 first, then slower and slower."""
    return base ** (-torch.arange(0, d, 2, dtype=torch.float64) / d)


def sinusoid(n, d, base=10000.0):
    """(n, d) float32: row m holds sin(m t0), cos(m t0), sin(m t1), cos(m t1), ... Raises ValueError where d is odd."""
    if d % 2:
        raise ValueError("an even width is needed")
    angles = torch.arange(n)[:, None] * frequencies(d, base)
    return torch.stack([angles.sin(), angles.cos()], dim=-1).flatten(1).float()


def turn(x, positions, base, pairing):
    """x (B, H, T, D) with every pair turned by its position times its speed."""
    angles = positions[..., None] * frequencies(x.shape[-1], base)  # (T, D/2) or (B, T, D/2), in double precision
    if positions.dim() == 2:
        angles = angles[:, None]  # the same in every head
    cos, sin = angles.cos(), angles.sin()
    if pairing == "interleaved":
        a, b = x[..., 0::2], x[..., 1::2]
        y = torch.stack([a * cos - b * sin, a * sin + b * cos], dim=-1).flatten(-2)
    else:
        a, b = x.chunk(2, dim=-1)
        y = torch.cat([a * cos - b * sin, a * sin + b * cos], dim=-1)
    return y.to(x.dtype)


def rope(q, k, positions, base=10000.0, pairing="half"):
    """q (B, H, T, D), k (B, K, T, D), positions (T,) or (B, T) int64 -> both, turned. K may differ from H.

    pairing: "interleaved" pairs dimensions 2i and 2i + 1, "half" pairs i and i + D/2.
    Raises ValueError where D is odd or the pairing is neither.
    """
    if q.shape[-1] % 2 or pairing not in ("interleaved", "half"):
        raise ValueError("an even width and one of two pairings are needed")
    return turn(q, positions, base, pairing), turn(k, positions, base, pairing)


def cached_attention(cache, q, k, v, base=10000.0, pairing="half"):
    """Causal attention of new tokens with RoPE. q, k, v (B, H, T, D), not turned yet -> (output (B, H, T, D), new cache).

    cache: None before the first call, then whatever the call before returned.
    """
    past, new = 0 if cache is None else cache[0].shape[2], q.shape[2]
    q, k = rope(q, k, torch.arange(past, past + new), base, pairing)  # positions go on where the cache ends
    v = turn(v, torch.arange(past, past + new), base, pairing)
    if cache is not None:
        k, v = torch.cat([cache[0], k], dim=2), torch.cat([cache[1], v], dim=2)
    mask = torch.ones(new, past + new, dtype=torch.bool).tril(past)  # the new rows are the last rows
    return F.scaled_dot_product_attention(q, k, v, attn_mask=mask), (k, v)
