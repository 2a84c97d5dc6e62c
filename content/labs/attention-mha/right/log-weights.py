"""Right, and written otherwise: einsum, weights from log-sum-exp, heads as an axis of the projections."""

import math

import torch
from torch import nn


def sdpa(q, k, v, mask=None, scale=None):
    factor = 1 / math.sqrt(k.size(-1)) if scale is None else scale
    scores = torch.einsum("...td,...sd->...ts", q * factor, k)
    if mask is not None:
        scores = torch.where(mask, scores, scores.new_tensor(-torch.inf))
    top = scores.detach().amax(-1, keepdim=True).clamp(min=torch.finfo(scores.dtype).min)
    e = torch.exp(scores - top)
    total = e.sum(-1, keepdim=True)
    return torch.einsum("...ts,...se->...te", e, v) / torch.where(total > 0, total, torch.ones_like(total))


class MultiHeadAttention(nn.Module):
    def __init__(self, width, heads):
        super().__init__()
        if heads <= 0 or width % heads != 0:
            raise ValueError(f"{heads} heads for {width}")
        self.shape = (heads, width // heads)
        for name in ("q", "k", "v", "out"):
            setattr(self, name, nn.Linear(width, width, bias=False))

    def forward(self, x, real=None, causal=True):
        q, k, v = (m(x).unflatten(-1, self.shape).movedim(2, 1) for m in (self.q, self.k, self.v))
        place = torch.arange(x.size(1))
        mask = place[:, None] >= place if causal else torch.ones(len(place), len(place), dtype=torch.bool)
        if real is not None:
            mask = torch.logical_and(mask, real.unsqueeze(1).unsqueeze(1))
        return self.out(sdpa(q, k, v, mask).movedim(1, 2).reshape(x.shape))
