"""Each block by itself, then plain sums."""

import math

import torch

LOW = -math.inf


class Row:
    """The state of all rows: largest score, sum, output not divided."""

    def __init__(self, like, width):
        self.m = torch.full(like.shape[:-1], LOW, dtype=like.dtype)
        self.l = torch.zeros(like.shape[:-1], dtype=like.dtype)
        self.o = torch.zeros(*like.shape[:-1], width, dtype=like.dtype)

    def take(self, s, v):
        m = s.max(dim=-1).values
        safe = torch.where(m.isinf(), torch.zeros_like(m), m)
        c = (self.m - safe).exp()
        e = (s - safe.unsqueeze(-1)).exp()
        self.l = self.l + e.sum(-1)
        self.o = self.o + torch.matmul(e, v)
        self.m = m

    def done(self):
        some = self.l > 0
        out = self.o / torch.where(some, self.l, torch.ones_like(self.l)).unsqueeze(-1)
        return out, torch.where(some, self.m + self.l.log(), torch.full_like(self.m, LOW))


def tiled_attention(q, k, v, block, causal=False):
    if block <= 0:
        raise ValueError("no keys in a block")
    rows, n = Row(q, v.size(-1)), k.size(2)
    shift = n - q.size(2)
    q = q / math.sqrt(q.size(-1))
    first = 0
    while first < n:
        last = min(first + block, n)
        s = torch.einsum("bhtd,bhsd->bhts", q, k[:, :, first:last])
        if causal:
            late = torch.arange(first, last) - shift > torch.arange(q.size(2)).unsqueeze(1)
            s = s.masked_fill(late, LOW)
        rows.take(s, v[:, :, first:last])
        first = last
    return rows.done()


def merge(out_a, lse_a, out_b, lse_b):
    top = torch.maximum(lse_a, lse_b)
    safe = torch.where(top.isinf(), torch.zeros_like(top), top)
    a, b = (lse_a - safe).exp(), (lse_b - safe).exp()
    z = a + b
    z = torch.where(z > 0, z, torch.ones_like(z))
    out = (a / z).unsqueeze(-1) * out_a + (b / z).unsqueeze(-1) * out_b
    return out, torch.logaddexp(lse_a, lse_b)
