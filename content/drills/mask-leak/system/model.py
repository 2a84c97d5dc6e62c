"""A language model of one layer: embeddings with learnt positions, causal attention, a small network."""

import torch
from torch import nn
from torch.nn import functional as F

TOKENS, WIDTH, HEADS, LONGEST = 8, 32, 4, 64


def visible(real):
    """(B, 1, T, T) bool from real (B, T): which keys (last axis) each query may see."""
    tokens = real.shape[1]
    causal = torch.ones(tokens, tokens, dtype=torch.bool).tril()
    return causal & real[:, None, None, :]


class Model(nn.Module):
    """Logits of the next token."""

    def __init__(self, dropout):
        super().__init__()
        self.embed = nn.Embedding(TOKENS, WIDTH)
        self.places = nn.Embedding(LONGEST, WIDTH)
        self.q, self.k, self.v, self.out = (nn.Linear(WIDTH, WIDTH, bias=False) for _ in range(4))
        self.up, self.down = nn.Linear(WIDTH, 2 * WIDTH), nn.Linear(2 * WIDTH, WIDTH)
        self.head = nn.Linear(WIDTH, TOKENS)
        self.before, self.between, self.after = (nn.LayerNorm(WIDTH) for _ in range(3))
        self.drop = nn.Dropout(dropout)

    def attend(self, x, mask):
        """Multi-head attention; a query that sees nothing (padding) gets 0."""
        q, k, v = (m(x).unflatten(-1, (HEADS, -1)).transpose(1, 2) for m in (self.q, self.k, self.v))
        scores = q @ k.transpose(-2, -1) / q.shape[-1] ** 0.5
        hidden = ~mask & mask.any(dim=-1, keepdim=True)
        weights = scores.masked_fill(hidden, float("-inf")).softmax(dim=-1).masked_fill(~mask, 0.0)
        return self.out((weights @ v).transpose(1, 2).flatten(2))

    def forward(self, tokens, positions, real):
        """tokens and positions (B, T) int64, real (B, T) bool -> logits (B, T, TOKENS)."""
        x = self.embed(tokens) + self.places(positions)
        x = x + self.drop(self.attend(self.before(x), visible(real)))
        x = x + self.drop(self.down(F.gelu(self.up(self.between(x)))))
        return self.head(self.after(x))
