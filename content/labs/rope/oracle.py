"""Proves the reference against transformers (half pairing), complex numbers (interleaved) and a plain loop (the cache)."""

import torch
from transformers import LlamaConfig
from transformers.models.llama.modeling_llama import LlamaRotaryEmbedding, apply_rotary_pos_emb


def oracle(ref, draw) -> None:
    """Both pairings, sinusoids one by one, and attention token by token without a cache."""
    heads, d, n, base = 4, 16, 9, 10000.0
    q, k = (draw.normal(2, heads, n, d, like="torch") for _ in range(2))
    positions = torch.arange(3, 3 + n)
    config = LlamaConfig(hidden_size=heads * d, num_attention_heads=heads, max_position_embeddings=64,
                         rope_parameters={"rope_type": "default", "rope_theta": base})  # fmt: skip
    cos, sin = LlamaRotaryEmbedding(config)(q, positions[None])
    want = apply_rotary_pos_emb(q, k, cos, sin)
    got = ref.rope(q, k, positions, base, "half")
    assert all(torch.allclose(a, b, atol=1e-4) for a, b in zip(got, want, strict=True))
    speeds = base ** (-torch.arange(0, d, 2) / d)
    turn = torch.polar(torch.ones(n, d // 2), positions[:, None] * speeds)
    for x, y in zip((q, k), ref.rope(q, k, positions, base, "interleaved"), strict=True):
        z = torch.view_as_complex(x.reshape(2, heads, n, d // 2, 2)) * turn
        assert torch.allclose(y, torch.view_as_real(z).flatten(-2), atol=1e-4)
    table = ref.sinusoid(20, 6)
    for m in range(20):
        for i in range(3):
            angle = torch.tensor(m / 10000 ** (2 * i / 6), dtype=torch.float64)
            assert abs(table[m, 2 * i] - angle.sin()) < 1e-6 and abs(table[m, 2 * i + 1] - angle.cos()) < 1e-6
    v = draw.normal(2, heads, n, d, like="torch")
    a, b = ref.rope(q, k, torch.arange(n), 50.0, "interleaved")
    cache, start, parts = None, 0, []
    for size in (3, 1, 1, 4):
        new = (x[:, :, start : start + size] for x in (q, k, v))
        out, cache = ref.cached_attention(cache, *new, 50.0, "interleaved")
        parts.append(out)
        start += size
    for t in range(n):
        weights = (a[:, :, t : t + 1] @ b[:, :, : t + 1].mT / d**0.5).softmax(-1)
        assert torch.allclose(torch.cat(parts, 2)[:, :, t : t + 1], weights @ v[:, :, : t + 1], atol=1e-4)
