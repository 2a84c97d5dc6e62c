"""The numbers and the tolerance of the attention lab, the same for every grader that is compared."""

import torch

CHECKS = ("plain", "causal", "wide-heads", "large-scores", "other-lengths", "rows-sum-to-one")
RTOL, ATOL_SCALE = 1e-5, 1e-6  # |got - want| <= ATOL_SCALE * max|want| + RTOL * |want|


def qkv(seed, B, H, T, D, S=None, scale=1.0):
    """q (B, H, T, D), k and v (B, H, S, D) of normal numbers; S is T unless given."""
    source = torch.Generator().manual_seed(seed)
    return tuple(scale * torch.randn(B, H, n, D, generator=source) for n in (T, S or T, S or T))


def cases(check):
    """The calls of one check: (q, k, v, causal)."""
    if check == "plain":
        return [(*qkv(10 + i, 2, 2, 5 + i, 8), False) for i in range(4)]
    if check == "causal":
        return [(*qkv(20 + i, 2, 3, 7 + i, 16), True) for i in range(4)]
    if check == "wide-heads":
        return [(*qkv(30, 1, 1, 9, 256), False)]
    if check == "large-scores":
        return [(*qkv(40, 1, 2, 6, 32, scale=30.0), False)]
    if check == "other-lengths":
        return [(*qkv(50, 2, 2, 4, 8, S=11), False)]
    q, k, v = qkv(60, 2, 2, 8, 16)
    return [(q, k, torch.ones_like(v), True)]
