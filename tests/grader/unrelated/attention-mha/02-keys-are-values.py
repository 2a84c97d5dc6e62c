"""The values are projected by k."""

import math

import torch
from torch import nn


def sdpa(q, k, v, mask=None, scale=None):
    factor = 1.0 / math.sqrt(q.size(-1)) if scale is None else scale
    s = torch.einsum("...td,...sd->...ts", q, k) * factor
    if mask is None:
        mask = torch.ones(s.shape[-2:], dtype=torch.bool)
    s = torch.where(mask, s, torch.tensor(-math.inf, dtype=s.dtype))
    peak = s.detach().amax(dim=-1, keepdim=True)
    peak = torch.where(peak.isinf(), torch.zeros_like(peak), peak)
    e = (s - peak).exp()
    z = e.sum(dim=-1, keepdim=True)
    return (e / torch.where(z == 0, torch.ones_like(z), z)) @ v


class MultiHeadAttention(nn.Module):
    def __init__(self, width, heads):
        super().__init__()
        if heads <= 0 or width % heads != 0:
            raise ValueError(f"{width} is not cut into {heads}")
        self.heads, self.each = heads, width // heads
        self.q = nn.Linear(width, width, bias=False)
        self.k = nn.Linear(width, width, bias=False)
        self.v = nn.Linear(width, width, bias=False)
        self.out = nn.Linear(width, width, bias=False)

    def allowed(self, x, real, causal):
        place = torch.arange(x.size(1))
        ok = place[None, :] <= place[:, None]
        if not causal:
            ok = torch.ones_like(ok)
        ok = ok[None, None]
        if real is not None:
            ok = ok & real.unsqueeze(1).unsqueeze(1)
        return ok

    def forward(self, x, real=None, causal=True):
        q, k, v = (f(x).unflatten(-1, (self.heads, self.each)).movedim(1, 2) for f in (self.q, self.k, self.k))
        o = sdpa(q, k, v, self.allowed(x, real, causal))
        return self.out(o.movedim(2, 1).reshape(x.shape))
