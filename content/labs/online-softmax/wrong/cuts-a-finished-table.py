"""Computes all scores first and walks over the finished table."""

import torch

NOTHING = float("-inf")


def tiled_attention(q, k, v, block, causal=False):
    """q (B, H, T, D), k (B, H, S, D), v (B, H, S, E) -> out (B, H, T, E), lse (B, H, T).

    `block` keys are held at a time. With `causal` query i sees keys up to i + S - T.
    A row that sees nothing gives 0 and an lse of minus infinity. Raises ValueError where block is below 1.
    """
    if block < 1:
        raise ValueError("a block has at least one key")
    queries, keys = q.shape[2], k.shape[2]
    own = torch.arange(queries)[:, None] + keys - queries  # the last key that each query may see
    top = q.new_full((*q.shape[:3], 1), NOTHING)  # the largest score so far
    total = torch.zeros_like(top)  # the sum of exp(score - top) so far
    acc = q.new_zeros(*q.shape[:3], v.shape[-1])  # the output so far, not divided yet
    table = q.shape[-1] ** -0.5 * (q @ k.transpose(-2, -1))
    for start in range(0, keys, block):
        part = k[:, :, start : start + block]
        scores = table[..., start : start + block]
        if causal:
            scores = scores.masked_fill(torch.arange(start, start + part.shape[2]) > own, NOTHING)
        new = torch.maximum(top, scores.amax(dim=-1, keepdim=True))
        base = new.masked_fill(new == NOTHING, 0.0)  # nothing seen yet: any finite base will do
        factor, e = torch.exp(top - base), torch.exp(scores - base)
        total = factor * total + e.sum(dim=-1, keepdim=True)
        acc = factor * acc + e @ v[:, :, start : start + block]
        top = new
    out = acc / total.masked_fill(total == 0.0, 1.0)
    return out, (top + total.log()).squeeze(-1)


def merge(out_a, lse_a, out_b, lse_b):
    """Two parts of the keys, out (..., E) and lse (...) of each -> out and lse of both together."""
    top = torch.maximum(lse_a, lse_b)
    base = top.masked_fill(top == NOTHING, 0.0)  # both parts may be empty
    share_a, share_b = torch.exp(lse_a - base), torch.exp(lse_b - base)
    total = share_a + share_b
    out = (share_a[..., None] * out_a + share_b[..., None] * out_b) / total.masked_fill(total == 0.0, 1.0)[..., None]
    return out, base + total.log()
