"""Multi-head latent attention, expanded and absorbed, with a cache of latents; and attention to a few keys."""

import torch
from rig import norm, rotate


def cache_bytes(config, tokens, design="mla"):
    """Bytes of the cache of `tokens` tokens over all layers, for "mha", "gqa", "mqa" or "mla"."""
    return 0


def expanded(x, weights, cache=None):
    """x (B, T, W) -> (y (B, T, W), cache). Keys and values of every head are rebuilt from all cached latents."""
    return x, cache


def absorbed(x, weights, cache=None):
    """The same numbers as `expanded`, but queries go to the latent space and the cache is never expanded."""
    return x, cache


def sparse_attention(q, k, v, window=None, top_k=None):
    """q (..., T, D), k and v (..., S, D), S >= T, the last query at the last key -> (..., T, D). Causal.

    window: a query sees itself and the window - 1 keys before. top_k: of what it may see, the top_k highest scores.
    """
    return q
