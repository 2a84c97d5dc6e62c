"""Transformer blocks, assembled into a decoder language model and an encoder that load Hugging Face checkpoints."""

import torch
from torch import nn


class Block(nn.Module):
    """Attention and feed-forward on one trunk: post-norm in the bert family, pre-norm in the others."""

    def __init__(self, cfg):
        """Raises ValueError where heads do not divide the width, or key heads do not divide the heads."""
        super().__init__()

    def forward(self, x, mask, positions):
        """x (B, T, width) -> (B, T, width)."""
        return x


class DecoderLM(nn.Module):
    """A GPT-2 or a Llama: everyone sees itself and the left."""

    def __init__(self, cfg):
        super().__init__()
        self.blocks = nn.ModuleList()

    def load(self, checkpoint):
        """checkpoint: name -> tensor, as Hugging Face names them. Raises KeyError where a name is missing or unknown."""

    def forward(self, tokens, real=None):
        """tokens (B, T) int64, real (B, T) bool -> logits (B, T, vocab)."""
        return torch.zeros(1)


class Encoder(nn.Module):
    """A BERT: everyone sees everyone."""

    def __init__(self, cfg):
        super().__init__()
        self.blocks = nn.ModuleList()

    def load(self, checkpoint):
        """checkpoint: name -> tensor, as Hugging Face names them. Raises KeyError where a name is missing or unknown."""

    def forward(self, tokens, real=None, segments=None):
        """tokens (B, T) int64, real (B, T) bool, segments (B, T) int64 of 0 and 1 -> (B, T, width)."""
        return torch.zeros(1)


def count(cfg, tokens):
    """{"params", "flops"}: parameters, and FLOPs of a forward pass over one sequence of `tokens` tokens."""
    return {"params": 0, "flops": 0}
