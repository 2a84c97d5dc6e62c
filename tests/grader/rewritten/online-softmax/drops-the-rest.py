"""As many blocks as go in whole."""

import numpy as np
import torch


def exp0(x, base):
    base = np.where(np.isneginf(base), 0.0, base).astype(x.dtype)
    with np.errstate(all="ignore"):
        return np.exp(x - base)


def tiled_attention(q, k, v, block, causal=False):
    if block < 1:
        raise ValueError(f"block {block}")
    q, k, v = q.numpy(), k.numpy(), v.numpy()
    t, s = q.shape[-2], k.shape[-2]
    high = np.full(q.shape[:-1], -np.inf, dtype=q.dtype)
    mass = np.zeros(q.shape[:-1], dtype=q.dtype)
    sums = np.zeros((*q.shape[:-1], v.shape[-1]), dtype=q.dtype)
    for i in range(max(s // block, 1)):
        piece = slice(i * block, (i + 1) * block)
        z = (q @ k[..., piece, :].swapaxes(-1, -2)) * np.asarray(q.shape[-1] ** -0.5, dtype=q.dtype)
        if causal:
            z = np.where(np.arange(s)[piece] <= np.arange(t)[:, None] + (s - t), z, -np.inf).astype(q.dtype)
        top = np.maximum(high, z.max(-1))
        old, w = exp0(high, top), exp0(z, top[..., None])
        mass = old * mass + w.sum(-1)
        sums = old[..., None] * sums + w @ v[..., piece, :]
        high = top
    with np.errstate(all="ignore"):
        lse = high + np.log(mass)
    out = sums / np.where(mass == 0, 1, mass)[..., None].astype(q.dtype)
    return torch.from_numpy(out), torch.from_numpy(lse)


def merge(out_a, lse_a, out_b, lse_b):
    lse = np.logaddexp(lse_a.numpy(), lse_b.numpy())
    a, b = (torch.from_numpy(exp0(x.numpy(), lse))[..., None] for x in (lse_a, lse_b))
    return a * out_a + b * out_b, torch.from_numpy(lse)
