"""The matrix of the values meets the query."""

import math

import rig
import torch


def cache_bytes(config, tokens, design="mla"):
    per_layer = {
        "mla": config["latent"] + config["rotary"],
        "mha": config["heads"] * 2 * config["head_width"],
        "gqa": config["kv_heads"] * 2 * config["head_width"],
        "mqa": 2 * config["head_width"],
    }
    return tokens * config["bytes"] * config["layers"] * per_layer[design]


def softmax(scores, seen):
    scores = torch.where(seen, scores, -torch.inf)
    e = torch.exp(scores - scores.amax(-1, keepdim=True))
    return e / e.sum(-1, keepdim=True)


def grow(x, weights, cache):
    past = cache[0].shape[1] if cache else 0
    positions = past + torch.arange(x.shape[1])
    latent = rig.norm(torch.einsum("cw,btw->btc", weights["down"], x), weights["gain"])
    key = rig.rotate(torch.einsum("rw,btw->btr", weights["rope"], x), positions)
    if cache:
        latent, key = torch.cat([cache[0], latent], 1), torch.cat([cache[1], key], 1)
    return latent, key, positions


def layer(x, weights, cache, head_output):
    latent, key, positions = grow(x, weights, cache)
    d = weights["up_k"].shape[1]
    seen = torch.arange(latent.shape[1])[None, :] <= positions[:, None]
    heads = []
    for wq, up_k, up_v in zip(weights["q"], weights["up_k"], weights["up_v"], strict=True):
        q = x @ wq.T
        place = rig.rotate(q[..., d:], positions) @ key.mT
        heads.append(head_output(q[..., :d], place, up_k, up_v, latent, seen, math.sqrt(wq.shape[0])))
    return torch.cat(heads, -1) @ weights["out"].T, (latent, key)


def expanded(x, weights, cache=None):
    def head(q, place, up_k, up_v, latent, seen, scale):
        return softmax((q @ (latent @ up_k.T).mT + place) / scale, seen) @ (latent @ up_v.T)

    return layer(x, weights, cache, head)


def absorbed(x, weights, cache=None):
    def head(q, place, up_k, up_v, latent, seen, scale):
        return (
            softmax(((q[..., : len(up_v)] @ up_v[: q.shape[-1]]) @ latent.mT + place) / scale, seen) @ latent @ up_v.T
        )

    return layer(x, weights, cache, head)


def sparse_attention(q, k, v, window=None, top_k=None):
    t, s = q.shape[-2], k.shape[-2]
    scores = torch.einsum("...td,...sd->...ts", q, k) / math.sqrt(q.shape[-1])
    mine, theirs = torch.arange(s - t, s)[:, None], torch.arange(s)[None, :]
    seen = theirs <= mine
    if window:
        seen = seen & (theirs > mine - window)
    seen = seen.expand(scores.shape)
    if top_k:
        best = torch.where(seen, scores, -torch.inf).topk(min(top_k, s), dim=-1).indices
        seen = seen & torch.zeros_like(seen).scatter(-1, best, True)
    return softmax(scores, seen) @ v
