"""Named axes: a bilinear score, heads, patches and a mean that ignores padding."""

import torch


def batched_bilinear(x, w, y):
    """x (B, N, D), w (H, D, E), y (B, M, E) -> (B, H, N, M): sum over d, e of x[b,n,d] w[h,d,e] y[b,m,e]."""
    return torch.zeros(1)


def split_heads(x, heads):
    """x (B, T, C) -> (B, heads, T, C // heads). Head h gets features h*D to h*D + D - 1 of every token.

    Raises ValueError where `heads` is below 1 or does not divide C.
    """
    return x


def merge_heads(h):
    """h (B, H, T, D) -> (B, T, H * D): undoes split_heads."""
    return h


def patches(images, size):
    """images (B, C, H, W) -> (B, (H // size) * (W // size), size * size * C).

    Patches run row by row; inside a patch the axes are (pixel row, pixel column, channel).
    Raises ValueError where `size` is below 1 or does not divide H and W.
    """
    return images


def masked_mean(x, lengths):
    """x (B, T, D), lengths (B,) int64 -> (B, D): the mean of the first lengths[b] tokens; zeros where that is none.

    What stands in the padding may be anything, nan too, and must not leak.
    """
    return x
