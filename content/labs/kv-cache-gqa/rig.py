"""A small Llama with random weights, in float64, and how a token is drawn. Given; do not change."""

import torch
from torch.nn import functional as F


class Model:
    """RMS norm, rotary positions, grouped queries, SwiGLU. Attention itself is yours."""

    def __init__(self, seed, layers=2, heads=4, kv_heads=2, head_width=8, width=32, vocabulary=60):
        g = torch.Generator().manual_seed(seed)

        def matrix(rows, columns, gain=1.0):
            return gain * torch.randn(rows, columns, generator=g, dtype=torch.float64) / columns**0.5

        self.config = {"layers": layers, "heads": heads, "kv_heads": kv_heads, "head_width": head_width, "bytes": 8}
        self.width, self.vocabulary = width, vocabulary
        self.table = matrix(vocabulary, width, gain=width**0.5)
        self.layers = [
            {
                "q": matrix(heads * head_width, width, 2.0), "k": matrix(kv_heads * head_width, width, 2.0),
                "v": matrix(kv_heads * head_width, width, 2.0), "o": matrix(width, heads * head_width, 2.0),
                "gate": matrix(2 * width, width), "up": matrix(2 * width, width), "down": matrix(width, 2 * width),
            }
            for _ in range(layers)
        ]  # fmt: skip
        self.head = matrix(vocabulary, width, 3.0)
        self.passed = 0  # how many tokens have entered the model

    def embed(self, ids):
        """ids (B, T) -> (B, T, width). Every token that enters the model comes through here."""
        self.passed += ids.shape[1]
        return self.table[ids]

    def qkv(self, layer, x, positions):
        """x (B, T, width), positions (T,) -> q (B, heads, T, D), k and v (B, kv_heads, T, D); q and k are rotated."""
        w, x = self.layers[layer], norm(x)
        q, k, v = (self.split(x @ w[name].T) for name in "qkv")
        return rotate(q, positions), rotate(k, positions), v

    def split(self, x):
        return x.unflatten(-1, (-1, self.config["head_width"])).transpose(1, 2)

    def close(self, layer, x, mixed):
        """x (B, T, width) and what attention gave, (B, heads, T, D) -> x after this layer."""
        w = self.layers[layer]
        x = x + mixed.transpose(1, 2).flatten(2) @ w["o"].T
        h = norm(x)
        return x + (F.silu(h @ w["gate"].T) * (h @ w["up"].T)) @ w["down"].T

    def logits(self, x):
        """(B, T, width) -> (B, T, vocabulary)."""
        return norm(x) @ self.head.T


class Functions:
    """A model of which only the functions are here: the grader keeps the weights and counts what enters."""

    def __init__(self, config, embed, qkv, close, logits):
        self.config, self.embed, self.qkv, self.close, self.logits = config, embed, qkv, close, logits


def norm(x):
    return x * torch.rsqrt((x * x).mean(-1, keepdim=True) + 1e-6)


def rotate(x, positions):
    """RoPE with halves as pairs, base 10000."""
    half = x.shape[-1] // 2
    angle = positions.double()[:, None] * 10000.0 ** (-torch.arange(half, dtype=torch.float64) / half)
    a, b = x[..., :half], x[..., half:]
    return torch.cat([a * angle.cos() - b * angle.sin(), b * angle.cos() + a * angle.sin()], dim=-1)


def pick(probabilities, u):
    """probabilities (B, V), u (B,) in [0, 1) -> (B,): the first token at which the running sum exceeds u."""
    total = probabilities.cumsum(-1)
    return (total <= u[:, None] * total[:, -1:]).sum(-1)
