"""Right, and written otherwise: every block is attention of its own, joined to what went before."""

import torch


def tiled_attention(q, k, v, block, causal=False):
    if block <= 0:
        raise ValueError(block)
    t, s = q.size(2), k.size(2)
    out = torch.zeros(*q.shape[:3], v.size(3), dtype=q.dtype)
    lse = torch.full(q.shape[:3], -torch.inf, dtype=q.dtype)
    for kb, vb, place in zip(k.split(block, 2), v.split(block, 2), torch.arange(s).split(block), strict=True):
        scores = torch.einsum("bhtd,bhsd->bhts", q / q.size(3) ** 0.5, kb)
        if causal:
            hidden = place[None, :] - torch.arange(t)[:, None] > s - t
            scores = torch.where(hidden, torch.tensor(-torch.inf, dtype=q.dtype), scores)
        part = torch.logsumexp(scores, -1)
        weights = torch.exp(scores - part.clamp(min=torch.finfo(q.dtype).min)[..., None])
        out, lse = merge(out, lse, weights @ vb, part)
    return out, lse


def merge(out_a, lse_a, out_b, lse_b):
    top = torch.maximum(lse_a, lse_b)
    a, b = ((x - top).exp().nan_to_num(0.0, 0.0, 0.0) for x in (lse_a, lse_b))
    total = a + b
    safe = torch.where(total > 0, total, torch.ones_like(total))
    out = (a[..., None] * out_a + b[..., None] * out_b) / safe[..., None]
    return out, torch.where(total > 0, top + safe.log(), torch.full_like(top, -torch.inf))
