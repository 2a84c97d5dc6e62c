"""Believes that strides follow from the shape, so that axes can always be joined by view."""

import torch


def batched_bilinear(x, w, y):
    """x (B, N, D), w (H, D, E), y (B, M, E) -> (B, H, N, M): sum over d, e of x[b,n,d] w[h,d,e] y[b,m,e]."""
    batch, queries, width = x.shape
    heads, _, inner = w.shape
    xw = x.view(batch * queries, width) @ w.transpose(0, 1).reshape(width, heads * inner)
    xw = xw.view(batch, queries, heads, inner).transpose(1, 2)
    return torch.einsum("bhne,bme->bhnm", xw, y)


def split_heads(x, heads):
    """x (B, T, C) -> (B, heads, T, C // heads). Head h gets features h*D to h*D + D - 1 of every token.

    Raises ValueError where `heads` is below 1 or does not divide C.
    """
    batch, tokens, width = x.shape
    if heads < 1 or width % heads:
        raise ValueError("heads must divide the width")
    return x.reshape(batch, tokens, heads, width // heads).transpose(1, 2)  # cut first, then swap


def merge_heads(h):
    """h (B, H, T, D) -> (B, T, H * D): undoes split_heads."""
    return h.transpose(1, 2).flatten(2)


def patches(images, size):
    """images (B, C, H, W) -> (B, (H // size) * (W // size), size * size * C).

    Patches run row by row; inside a patch the axes are (pixel row, pixel column, channel).
    Raises ValueError where `size` is below 1 or does not divide H and W.
    """
    batch, channels, height, width = images.shape
    if size < 1 or height % size or width % size:
        raise ValueError("size must divide height and width")
    cut = images.reshape(batch, channels, height // size, size, width // size, size)
    return cut.permute(0, 2, 4, 3, 5, 1).flatten(3).flatten(1, 2)  # (B, row, column, size, size, C)


def masked_mean(x, lengths):
    """x (B, T, D), lengths (B,) int64 -> (B, D): the mean of the first lengths[b] tokens; zeros where that is none.

    What stands in the padding may be anything, nan too, and must not leak.
    """
    real = torch.arange(x.shape[1]) < lengths[:, None]  # (B, T)
    kept = torch.where(real[:, :, None], x, 0.0)  # nan times zero is nan, so choose, do not multiply
    return kept.sum(1) / lengths.clamp(min=1)[:, None]
