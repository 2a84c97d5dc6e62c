"""The network: a decoder of the Llama family (RMSNorm, rotary positions, SwiGLU, tied embeddings), in plain PyTorch.

Parameters bear the names and shapes of Hugging Face's LlamaForCausalLM, so a checkpoint of one opens in the other.
No dropout, no grouped heads, no padding: rows of equal length only. Shapes: B rows, T tokens, P tokens before them
(in the cache), H heads of D, width C = H * D, V tokens in the vocabulary.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional as F

Cache = list[tuple[Tensor, Tensor]]  # keys and values of each layer, (B, H, P, D)


@dataclass(frozen=True)
class Shape:
    """The sizes of a network, named as in Hugging Face's LlamaConfig."""

    vocab_size: int
    hidden_size: int = 192
    intermediate_size: int = 448
    num_hidden_layers: int = 4
    num_attention_heads: int = 6
    max_position_embeddings: int = 128
    rope_theta: float = 10_000.0
    rms_norm_eps: float = 1e-6


class RMSNorm(nn.Module):
    """x / rms(x) * weight (Zhang and Sennrich 2019)."""

    def __init__(self, width: int, eps: float) -> None:
        super().__init__()
        self.weight, self.eps = nn.Parameter(torch.ones(width)), eps

    def forward(self, x: Tensor) -> Tensor:
        """(..., C) -> (..., C)."""
        return x * torch.rsqrt(x.pow(2).mean(-1, keepdim=True) + self.eps) * self.weight


def angles(positions: Tensor, dim: int, theta: float) -> tuple[Tensor, Tensor]:
    """Cosines and sines, (T, dim) each, of the rotations at positions (T,); halves repeat (Su et al. 2021)."""
    rates = theta ** (-torch.arange(0, dim, 2, dtype=torch.float32) / dim)
    turned = torch.outer(positions.float(), rates).repeat(1, 2)
    return turned.cos(), turned.sin()


def rotate(x: Tensor, turn: tuple[Tensor, Tensor]) -> Tensor:
    """(B, H, T, D) -> the same, each pair (i, i + D/2) turned by its position's angle."""
    low, high = x.chunk(2, dim=-1)
    return x * turn[0] + torch.cat((-high, low), dim=-1) * turn[1]


class Attention(nn.Module):
    """Causal self-attention with a cache of what was seen before."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.heads, width = shape.num_attention_heads, shape.hidden_size
        self.q_proj, self.k_proj = nn.Linear(width, width, bias=False), nn.Linear(width, width, bias=False)
        self.v_proj, self.o_proj = nn.Linear(width, width, bias=False), nn.Linear(width, width, bias=False)

    def forward(self, x: Tensor, turn: tuple[Tensor, Tensor], past: tuple[Tensor, Tensor] | None) -> tuple[Tensor, ...]:
        """x (B, T, C) -> (B, T, C), keys and values (B, H, P + T, D). With a past, T is 1."""
        q, k, v = (
            f(x).unflatten(-1, (self.heads, -1)).transpose(1, 2) for f in (self.q_proj, self.k_proj, self.v_proj)
        )
        q, k = rotate(q, turn), rotate(k, turn)
        if past is not None:
            k, v = torch.cat((past[0], k), dim=2), torch.cat((past[1], v), dim=2)
        mixed = F.scaled_dot_product_attention(q, k, v, is_causal=past is None)
        return self.o_proj(mixed.transpose(1, 2).flatten(2)), k, v


class FeedForward(nn.Module):
    """SwiGLU: down(silu(gate(x)) * up(x)) (Shazeer 2020)."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        width, hidden = shape.hidden_size, shape.intermediate_size
        self.gate_proj, self.up_proj = nn.Linear(width, hidden, bias=False), nn.Linear(width, hidden, bias=False)
        self.down_proj = nn.Linear(hidden, width, bias=False)

    def forward(self, x: Tensor) -> Tensor:
        """(B, T, C) -> (B, T, C)."""
        out: Tensor = self.down_proj(F.silu(self.gate_proj(x)) * self.up_proj(x))
        return out


class Layer(nn.Module):
    """Attention, then the feed-forward, each behind a norm and beside the trunk."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.self_attn, self.mlp = Attention(shape), FeedForward(shape)
        self.input_layernorm = RMSNorm(shape.hidden_size, shape.rms_norm_eps)
        self.post_attention_layernorm = RMSNorm(shape.hidden_size, shape.rms_norm_eps)

    def forward(self, x: Tensor, turn: tuple[Tensor, Tensor], past: tuple[Tensor, Tensor] | None) -> tuple[Tensor, ...]:
        """As Attention."""
        mixed, k, v = self.self_attn(self.input_layernorm(x), turn, past)
        x = x + mixed
        return x + self.mlp(self.post_attention_layernorm(x)), k, v


class Trunk(nn.Module):
    """Embedding, layers, last norm."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.embed_tokens = nn.Embedding(shape.vocab_size, shape.hidden_size)
        self.layers = nn.ModuleList(Layer(shape) for _ in range(shape.num_hidden_layers))
        self.norm = RMSNorm(shape.hidden_size, shape.rms_norm_eps)


class PoemModel(nn.Module):
    """The language model; its head is its embedding."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.shape, self.model = shape, Trunk(shape)

    def start(self, seed: int) -> PoemModel:
        """Fresh weights: normal with deviation 0.02, what enters the trunk scaled by 1/sqrt(2 layers), as in GPT-2."""
        draw = torch.Generator().manual_seed(seed)
        for name, weight in self.named_parameters():
            inward = name.endswith(("o_proj.weight", "down_proj.weight"))
            scale = 0.02 / math.sqrt(2 * self.shape.num_hidden_layers) if inward else 0.02
            if weight.dim() == 2:
                nn.init.normal_(weight, std=scale, generator=draw)
        return self

    def forward(self, ids: Tensor, past: Cache | None = None) -> tuple[Tensor, Cache]:
        """ids (B, T) int64 -> logits (B, T, V) and the cache for the next call, where T must be 1."""
        before = past[0][0].shape[2] if past else 0
        each = self.shape.hidden_size // self.shape.num_attention_heads
        turn = angles(torch.arange(before, before + ids.shape[1]), each, self.shape.rope_theta)
        x, cache = self.model.embed_tokens(ids), []
        for place, layer in enumerate(self.model.layers):
            x, k, v = layer(x, turn, past[place] if past else None)
            cache.append((k, v))
        return F.linear(self.model.norm(x), self.model.embed_tokens.weight), cache


def choose(logits: Tensor, temperature: float, top_k: int, draw: torch.Generator) -> int:
    """One token of logits (V,): the largest where temperature is 0, else drawn from the top_k likeliest."""
    if temperature == 0:
        return int(logits.argmax())
    best, places = logits.topk(min(top_k, len(logits)))
    return int(places[torch.multinomial((best / temperature).softmax(-1), 1, generator=draw)])


@torch.inference_mode()
def continued(
    model: PoemModel, ids: Sequence[int], count: int, stop: int, *, seed: int, temperature: float = 0.8, top_k: int = 40
) -> list[int]:
    """At most `count` tokens after ids, up to the token `stop` (left out) or to the end of the positions."""
    draw, out = torch.Generator().manual_seed(seed), list[int]()
    logits, cache = model(torch.tensor([list(ids)]))
    while len(out) < min(count, model.shape.max_position_embeddings - len(ids)):
        token = choose(logits[0, -1], temperature, top_k, draw)
        if token == stop:
            break
        out.append(token)
        logits, cache = model(torch.tensor([[token]]), cache)
    return out
