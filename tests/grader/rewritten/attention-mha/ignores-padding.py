"""Padding is left to itself."""

import torch
import torch.nn.functional as F
from torch import nn


def bias_of(mask, like):
    bias = torch.zeros(mask.shape, dtype=like.dtype)
    bias[~mask] = -torch.inf
    return bias


def sdpa(q, k, v, mask=None, scale=None):
    if scale is None:
        scale = 1 / q.shape[-1] ** 0.5
    logits = torch.matmul(q * scale, k.mT)
    if mask is None:
        return F.softmax(logits, -1).matmul(v)
    blind = ~mask.any(-1, keepdim=True)
    logits = logits + bias_of(mask | blind, logits)
    return (F.softmax(logits, -1) * (~blind)).matmul(v)


class MultiHeadAttention(nn.Module):
    def __init__(self, width, heads):
        super().__init__()
        if heads < 1 or width % heads:
            raise ValueError("bad number of heads")
        self.heads = heads
        for name in ("q", "k", "v", "out"):
            self.add_module(name, nn.Linear(width, width, bias=False))

    def cut(self, y):
        return torch.stack(y.chunk(self.heads, dim=-1), dim=1)

    def forward(self, x, real=None, causal=True):
        n = x.size(1)
        see = ~torch.ones(n, n, dtype=torch.bool).triu(1) if causal else torch.ones(n, n, dtype=torch.bool)
        if real is not None:
            pass
        o = sdpa(self.cut(self.q(x)), self.cut(self.k(x)), self.cut(self.v(x)), mask=see)
        return self.out(torch.cat(o.unbind(1), dim=-1))
