"""Sinusoidal positions, rotary positions in two pairings, and causal attention with a cache."""

import torch


def sinusoid(n, d, base=10000.0):
    """(n, d) float32: row m holds sin(m t0), cos(m t0), sin(m t1), cos(m t1), ... Raises ValueError where d is odd."""
    raise NotImplementedError


def rope(q, k, positions, base=10000.0, pairing="half"):
    """q (B, H, T, D), k (B, K, T, D), positions (T,) or (B, T) int64 -> both, turned. K may differ from H.

    pairing: "interleaved" pairs dimensions 2i and 2i + 1, "half" pairs i and i + D/2.
    Raises ValueError where D is odd or the pairing is neither.
    """
    raise NotImplementedError


def cached_attention(cache, q, k, v, base=10000.0, pairing="half"):
    """Causal attention of new tokens with RoPE. q, k, v (B, H, T, D), not turned yet -> (output (B, H, T, D), new cache).

    cache: None before the first call, then whatever the call before returned.
    """
    raise NotImplementedError
