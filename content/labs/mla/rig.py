"""Weights of one MLA layer, norms and rotations, in float64. Given; do not change."""

import torch


def weights(seed, config):
    """Random weights of a layer of this config."""
    g = torch.Generator().manual_seed(seed)
    h, d, v, c, r, w = (config[k] for k in ("heads", "head_width", "value_width", "latent", "rotary", "width"))

    def matrix(*shape):
        return 1.5 * torch.randn(*shape, generator=g, dtype=torch.float64) / shape[-1] ** 0.5

    return {
        "q": matrix(h, d + r, w),  # per head: d for content, then r that are rotated
        "down": matrix(c, w), "gain": 0.5 + torch.rand(c, generator=g, dtype=torch.float64), "rope": matrix(r, w),
        "up_k": matrix(h, d, c), "up_v": matrix(h, v, c), "out": matrix(w, h * v),
    }  # fmt: skip


def norm(x, gain):
    """RMS norm over the last axis."""
    return x * torch.rsqrt((x * x).mean(-1, keepdim=True) + 1e-6) * gain


def rotate(x, positions):
    """RoPE with halves as pairs, base 10000; x (..., T, R), positions (T,)."""
    half = x.shape[-1] // 2
    angle = positions.double()[:, None] * 10000.0 ** (-torch.arange(half, dtype=torch.float64) / half)
    a, b = x[..., :half], x[..., half:]
    return torch.cat([a * angle.cos() - b * angle.sin(), b * angle.cos() + a * angle.sin()], dim=-1)
