"""Takes the division by the root of D for a habit and leaves it out."""

import torch
from torch import nn


def sdpa(q, k, v, mask=None, scale=None):
    """q (..., T, D), k (..., S, D), v (..., S, E) -> (..., T, E).

    mask: bool, broadcastable to (..., T, S); True may be seen. A row that sees nothing gives zeros.
    scale: what scores are multiplied by; without it 1 / sqrt(D).
    """
    if scale is None:
        scale = 1.0
    scores = scale * (q @ k.transpose(-2, -1))
    if mask is None:
        return torch.softmax(scores, dim=-1) @ v
    sees_some = mask.any(dim=-1, keepdim=True)
    # Empty rows keep their finite scores, so that softmax has something to divide by; their weights become 0 below.
    scores = scores.masked_fill(sees_some & ~mask, float("-inf"))
    return torch.softmax(scores, dim=-1).masked_fill(~mask, 0.0) @ v


class MultiHeadAttention(nn.Module):
    """Self-attention of `heads` heads; four linear maps q, k, v, out of width x width, without bias."""

    def __init__(self, width, heads):
        """Raises ValueError where `heads` is below 1 or does not divide `width`."""
        super().__init__()
        if heads < 1 or width % heads:
            raise ValueError("heads must divide the width")
        self.heads = heads
        self.q, self.k, self.v, self.out = (nn.Linear(width, width, bias=False) for _ in range(4))

    def split(self, x):
        """(B, T, width) -> (B, heads, T, width // heads): every head sees every token."""
        batch, tokens, width = x.shape
        return x.view(batch, tokens, self.heads, width // self.heads).transpose(1, 2)

    def forward(self, x, real=None, causal=True):
        """x (B, T, width), real (B, T) bool, True for real tokens -> (B, T, width)."""
        tokens = x.shape[1]
        mask = torch.ones(tokens, tokens, dtype=torch.bool)
        if causal:
            mask = mask.tril()  # token t predicts token t + 1, so it may see itself
        if real is not None:
            mask = mask & real[:, None, None, :]  # nobody looks at padding
        heads = sdpa(self.split(self.q(x)), self.split(self.k(x)), self.split(self.v(x)), mask)
        return self.out(heads.transpose(1, 2).flatten(2))
