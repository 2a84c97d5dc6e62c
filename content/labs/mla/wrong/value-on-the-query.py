"""The two up-projections are absorbed on each other's side."""

import torch
from rig import norm, rotate


def cache_bytes(config, tokens, design="mla"):
    """Bytes of the cache of `tokens` tokens over all layers, for "mha", "gqa", "mqa" or "mla"."""
    if design == "mla":
        numbers = config["latent"] + config["rotary"]
    else:
        groups = {"mha": config["heads"], "gqa": config["kv_heads"], "mqa": 1}[design]
        numbers = 2 * groups * config["head_width"]
    return numbers * config["layers"] * config["bytes"] * tokens


def compress(x, weights, past):
    """x (B, T, W), the tokens at past, past + 1, ... -> what is cached: latent (B, T, C), rotary key (B, T, R)."""
    positions = torch.arange(past, past + x.shape[1])
    return norm(x @ weights["down"].T, weights["gain"]), rotate(x @ weights["rope"].T, positions)


def prepare(x, weights, cache):
    """-> content queries (B, H, T, D), rotated queries (B, H, T, R), and the cache with the new tokens behind."""
    past = 0 if cache is None else cache[0].shape[1]
    new = compress(x, weights, past)
    cache = new if cache is None else tuple(torch.cat(pair, dim=1) for pair in zip(cache, new, strict=True))
    width = weights["up_k"].shape[1]
    q = torch.einsum("hew,btw->bhte", weights["q"], x)
    return q[..., :width], rotate(q[..., width:], torch.arange(past, past + x.shape[1])), cache


def weigh(content, q_rope, cache, width):
    """Scores of the content, (B, H, T, S) -> attention weights: position added, scaled, masked, softmax."""
    shared = q_rope @ cache[1].transpose(1, 2)[:, None]  # one rotary key for all heads
    scores = (content + shared) * (width + q_rope.shape[-1]) ** -0.5  # the width of a head's key, in either form
    tokens, held = scores.shape[-2:]
    return torch.softmax(scores.masked_fill(steps_back(tokens, held) < 0, float("-inf")), dim=-1)


def steps_back(tokens, held):
    """(T, S): how far each key lies behind each query; the last query stands at the last key."""
    return torch.arange(held - tokens, held)[:, None] - torch.arange(held)


def join(heads, weights):
    """(B, H, T, V) -> (B, T, W)."""
    return heads.transpose(1, 2).flatten(2) @ weights["out"].T


def expanded(x, weights, cache=None):
    """x (B, T, W) -> (y (B, T, W), cache). Keys and values of every head are rebuilt from all cached latents."""
    q, q_rope, cache = prepare(x, weights, cache)
    keys = torch.einsum("hdc,bsc->bhsd", weights["up_k"], cache[0])
    values = torch.einsum("hvc,bsc->bhsv", weights["up_v"], cache[0])
    p = weigh(q @ keys.transpose(-2, -1), q_rope, cache, q.shape[-1])
    return join(p @ values, weights), cache


def absorbed(x, weights, cache=None):
    """The same numbers as `expanded`, but queries go to the latent space and the cache is never expanded."""
    q, q_rope, cache = prepare(x, weights, cache)
    latent = cache[0][:, None]  # (B, 1, S, C): all heads look at one and the same
    width = min(q.shape[-1], weights["up_v"].shape[1])
    moved = torch.einsum("hdc,bhtd->bhtc", weights["up_v"][:, :width], q[..., :width])
    p = weigh(moved @ latent.transpose(-2, -1), q_rope, cache, q.shape[-1])
    return join(torch.einsum("hvc,bhtc->bhtv", weights["up_v"], p @ latent), weights), cache


def sparse_attention(q, k, v, window=None, top_k=None):
    """q (..., T, D), k and v (..., S, D), S >= T, the last query at the last key -> (..., T, D). Causal.

    window: a query sees itself and the window - 1 keys before. top_k: of what it may see, the top_k highest scores.
    """
    scores = q @ k.transpose(-2, -1) * q.shape[-1] ** -0.5
    back = steps_back(*scores.shape[-2:])
    hidden = back < 0 if window is None else (back < 0) | (back >= window)
    scores = scores.masked_fill(hidden, float("-inf"))
    if top_k is not None and top_k < scores.shape[-1]:
        least = scores.topk(top_k, dim=-1).values[..., -1:]
        scores = scores.masked_fill(scores < least, float("-inf"))
    return torch.softmax(scores, dim=-1) @ v
