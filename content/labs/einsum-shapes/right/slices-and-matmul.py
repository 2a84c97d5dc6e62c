"""Right, and written otherwise: matmul with merged axes, slices for heads, unfold-like views for patches."""

import torch


def batched_bilinear(x, w, y):
    b, n, d = x.shape
    h, _, e = w.shape
    flat = x.reshape(b * n, d) @ w.permute(1, 0, 2).reshape(d, h * e)
    xw = flat.reshape(b, n, h, e).permute(0, 2, 1, 3).reshape(b, h * n, e)
    return torch.bmm(xw, y.transpose(1, 2)).reshape(b, h, n, y.shape[1])


def split_heads(x, heads):
    if heads <= 0 or x.shape[2] % heads != 0:
        raise ValueError("bad number of heads")
    return torch.stack(torch.split(x, x.shape[2] // heads, dim=2), dim=1)


def merge_heads(h):
    return torch.cat(list(h.unbind(1)), dim=-1)


def patches(images, size):
    if size <= 0 or images.shape[2] % size or images.shape[3] % size:
        raise ValueError("bad patch size")
    cut = images.unfold(2, size, size).unfold(3, size, size)  # (B, C, rows, columns, size, size)
    moved = cut.movedim(1, -1)
    return moved.reshape(images.shape[0], -1, size * size * images.shape[1])


def masked_mean(x, lengths):
    rows = [x[b, :n].sum(0) / max(n, 1) for b, n in enumerate(lengths.tolist())]
    return torch.stack(rows)
