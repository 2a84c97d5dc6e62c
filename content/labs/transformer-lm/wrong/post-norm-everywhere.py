"""Normalises after the sum in every family."""

import rig
import torch
from torch import nn
from torch.nn import functional as F


def make_norm(cfg):
    """RMSNorm in the llama family, LayerNorm in the others."""
    return (nn.RMSNorm if cfg["family"] == "llama" else nn.LayerNorm)(cfg["width"], cfg["eps"])


class Attention(nn.Module):
    """Self-attention in which groups of query heads share key and value heads."""

    def __init__(self, cfg):
        """Raises ValueError where heads do not divide the width, or key heads do not divide the heads."""
        super().__init__()
        if cfg["width"] % cfg["heads"] or cfg["heads"] % cfg["kv_heads"]:
            raise ValueError("heads must divide the width, kv_heads the heads")
        self.each, self.group = cfg["width"] // cfg["heads"], cfg["heads"] // cfg["kv_heads"]
        self.base = cfg["base"] if cfg["family"] == "llama" else None
        width, narrow, bias = cfg["width"], cfg["kv_heads"] * self.each, cfg["family"] != "llama"
        self.q, self.out = nn.Linear(width, width, bias), nn.Linear(width, width, bias)
        self.k, self.v = nn.Linear(width, narrow, bias), nn.Linear(width, narrow, bias)

    def forward(self, x, mask, positions):
        """x (B, T, width) -> (B, T, width)."""
        q, k, v = (f(x).unflatten(-1, (-1, self.each)).transpose(1, 2) for f in (self.q, self.k, self.v))
        if self.base:
            q, k = (rig.rope(h, positions, self.base) for h in (q, k))
        k, v = (h.repeat_interleave(self.group, dim=1) for h in (k, v))  # neighbours share
        return self.out(F.scaled_dot_product_attention(q, k, v, mask).transpose(1, 2).flatten(2))


class FeedForward(nn.Module):
    """Two matrices around GELU; in the llama family a third one as a gate."""

    def __init__(self, cfg):
        super().__init__()
        self.family, bias = cfg["family"], cfg["family"] != "llama"
        self.up, self.down = nn.Linear(cfg["width"], cfg["hidden"], bias), nn.Linear(cfg["hidden"], cfg["width"], bias)
        if self.family == "llama":
            self.gate = nn.Linear(cfg["width"], cfg["hidden"], bias)

    def forward(self, x):
        """x (B, T, width) -> (B, T, width), each token by itself."""
        if self.family == "llama":
            return self.down(F.silu(self.gate(x)) * self.up(x))
        return self.down(F.gelu(self.up(x), approximate="tanh" if self.family == "gpt2" else "none"))


class Block(nn.Module):
    """Attention and feed-forward on one trunk: post-norm in the bert family, pre-norm in the others."""

    def __init__(self, cfg):
        super().__init__()
        self.attention, self.feed, self.post = Attention(cfg), FeedForward(cfg), cfg["family"] == "bert"
        self.norm1, self.norm2 = make_norm(cfg), make_norm(cfg)

    def forward(self, x, mask, positions):
        """x (B, T, width), mask (B, 1, T, T) with True for what may be seen, positions (B, T) -> (B, T, width)."""
        x = self.norm1(x + self.attention(x, mask, positions))
        return self.norm2(x + self.feed(x))


class Model(nn.Module):
    """What both models share: embeddings, blocks, one norm, and the loading of a checkpoint."""

    def __init__(self, cfg):
        super().__init__()
        self.family = cfg["family"]
        self.words = nn.Embedding(cfg["vocab"], cfg["width"])
        if self.family != "llama":
            self.places = nn.Embedding(cfg["positions"], cfg["width"])
        self.blocks = nn.ModuleList(Block(cfg) for _ in range(cfg["layers"]))
        self.norm = make_norm(cfg)

    def load(self, checkpoint):
        """checkpoint: name -> tensor, as Hugging Face names them. Raises KeyError where a name is missing or unknown."""
        found = {}
        for name, value in checkpoint.items():
            name = rig.rename(self.family, name)
            if self.family == "gpt2" and name.startswith("blocks"):
                value = value.t()  # GPT-2 stores (in, out); what has one axis stays
            names = [name.replace("qkv", letter) for letter in "qkv"] if "qkv" in name else [name]
            found.update(zip(names, value.chunk(len(names)), strict=True))
        own = dict(self.named_parameters())  # a tied head is not named twice
        if own.keys() != found.keys():
            raise KeyError(f"missing or unknown: {sorted(own.keys() ^ found.keys())}")
        with torch.no_grad():
            for name, value in found.items():
                own[name].copy_(value)

    def prepare(self, tokens, real, causal):
        """(positions (B, T), mask (B, 1, T, T)): positions count real tokens; everyone sees itself, padding too."""
        real = torch.ones_like(tokens, dtype=torch.bool) if real is None else real
        square = torch.ones(tokens.shape[1], tokens.shape[1], dtype=torch.bool)
        mask = real[:, None, None, :] & (square.tril() if causal else square)
        return (real.cumsum(1) - 1).clamp(min=0), mask | torch.eye(tokens.shape[1], dtype=torch.bool)


class Encoder(Model):
    """A BERT: everyone sees everyone."""

    def __init__(self, cfg):
        super().__init__(cfg)
        self.segments = nn.Embedding(2, cfg["width"])

    def forward(self, tokens, real=None, segments=None):
        """tokens (B, T) int64, real (B, T) bool, segments (B, T) int64 of 0 and 1 -> (B, T, width)."""
        positions, mask = self.prepare(tokens, real, causal=False)
        segments = torch.zeros_like(tokens) if segments is None else segments
        x = self.norm(self.words(tokens) + self.places(positions) + self.segments(segments))
        for block in self.blocks:
            x = block(x, mask, positions)
        return x


class DecoderLM(Model):
    """A GPT-2 or a Llama: everyone sees itself and the left."""

    def __init__(self, cfg):
        super().__init__(cfg)
        self.head = nn.Linear(cfg["width"], cfg["vocab"], bias=False)
        if cfg["tied"]:
            self.head.weight = self.words.weight  # one tensor under two names

    def forward(self, tokens, real=None):
        """tokens (B, T) int64, real (B, T) bool -> logits (B, T, vocab)."""
        positions, mask = self.prepare(tokens, real, causal=True)
        x = self.words(tokens)
        if self.family == "gpt2":
            x = x + self.places(positions)
        for block in self.blocks:
            x = block(x, mask, positions)
        return self.head(self.norm(x))


def count(cfg, tokens):
    """{"params", "flops"}: parameters, and FLOPs of a forward pass over one sequence of `tokens` tokens.

    A multiply-add is 2 FLOPs; only matrix products count; scores count as a full table; looking up is free.
    """
    width, hidden, family = cfg["width"], cfg["hidden"], cfg["family"]
    narrow = width // cfg["heads"] * cfg["kv_heads"]
    matrices = 2 * width * width + 2 * width * narrow + (3 if family == "llama" else 2) * width * hidden
    biases = 0 if family == "llama" else 3 * width + 2 * narrow + hidden
    norm = width if family == "llama" else 2 * width
    head = cfg["vocab"] * width * (family != "bert")
    places = cfg["positions"] * width * (family != "llama")
    segments = 2 * width * (family == "bert")
    outside = cfg["vocab"] * width + places + segments + norm + head * (not cfg["tied"])
    products = cfg["layers"] * matrices + head
    scores = cfg["layers"] * 2 * tokens * width  # q times k, and weights times v
    return {
        "params": cfg["layers"] * (matrices + biases + 2 * norm) + outside,
        "flops": 2 * tokens * (products + scores),
    }
