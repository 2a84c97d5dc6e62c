"""A KV cache, grouped attention behind it, and generation that computes every token once."""

import torch
from rig import pick


def cache_bytes(config, tokens, batch=1):
    """Bytes of keys and values of `batch` sequences of `tokens` tokens, over all layers."""
    return 0


class Cache:
    """Keys and values of every layer, in room reserved once for `capacity` tokens."""

    def __init__(self, config, batch, capacity):
        self.length = 0

    def append(self, layer, k, v):
        """k, v (B, G, T, D) behind what `layer` holds -> all its keys and values, (B, G, held, D).

        Raises ValueError where they do not fit.
        """
        return k, v

    def truncate(self, length):
        """Forget all tokens from `length` on. Raises ValueError where `length` is negative or more than is held."""

    def reorder(self, rows):
        """Row b becomes what row rows[b] was; rows (B,) may name one row twice."""


def attend(q, k, v, past):
    """q (B, H, T, D) of the tokens at past, past + 1, ...; k, v (B, G, past + T, D) -> (B, H, T, D). Causal."""
    return q


def forward(model, ids, cache):
    """ids (B, T), the tokens after those in the cache -> logits (B, T, V). The cache grows by T."""
    return model.logits(model.embed(ids))


def probabilities(logits, temperature, top_k=0, top_p=1.0):
    """logits (B, V) -> (B, V) to sample from: temperature, then top-k (0: all), then top-p (1: all), each renormalised."""
    return torch.softmax(logits, dim=-1)


def generate(model, ids, steps, temperature=0.0, top_k=0, top_p=1.0, noise=None):
    """ids (B, T) -> the next `steps` tokens, (B, steps). Temperature 0 is greedy; else token i is pick(..., noise[:, i])."""
    return ids[:, :steps]
