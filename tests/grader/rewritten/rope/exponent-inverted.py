"""Powers of the base that grow."""

import numpy as np
import torch
from torch.nn.functional import scaled_dot_product_attention


def theta(d, base):
    return np.power(float(base), np.arange(0, d, 2) / d)


def sinusoid(n, d, base=10000.0):
    if d & 1:
        raise ValueError("odd")
    angle = np.outer(np.arange(n), theta(d, base))
    rows = np.zeros((n, d), dtype=np.float32)
    rows[:, ::2] = np.sin(angle)
    rows[:, 1::2] = np.cos(angle)
    return torch.from_numpy(rows)


def partner(x, pairing):
    if pairing == "interleaved":
        return torch.stack((-x[..., 1::2], x[..., ::2]), -1).reshape(x.shape)
    half = x.shape[-1] // 2
    return torch.cat((-x[..., half:], x[..., :half]), -1)


def tables(positions, d, base, pairing):
    angle = positions.numpy()[..., None] * theta(d, base)
    angle = np.repeat(angle, 2, -1) if pairing == "interleaved" else np.concatenate([angle, angle], -1)
    if angle.ndim == 3:
        angle = angle[:, None]
    return torch.from_numpy(np.cos(angle)), torch.from_numpy(np.sin(angle))


def rope(q, k, positions, base=10000.0, pairing="half"):
    if q.shape[-1] % 2 or pairing not in ["half", "interleaved"]:
        raise ValueError("cannot turn this")
    cos, sin = tables(positions, q.shape[-1], base, pairing)
    return tuple((x * cos + partner(x, pairing) * sin).to(x.dtype) for x in (q, k))


def cached_attention(cache, q, k, v, base=10000.0, pairing="half"):
    past = cache[0].size(2) if cache else 0
    where = torch.arange(past, past + q.size(2))
    q, k = rope(q, k, where, base, pairing)
    if cache:
        k, v = torch.cat((cache[0], k), 2), torch.cat((cache[1], v), 2)
    seen = torch.arange(k.size(2))[None] <= where[:, None]
    return scaled_dot_product_attention(q, k, v, attn_mask=seen), [k, v]
