"""All products of features are listed, then weighed."""

import torch


def batched_bilinear(x, w, y):
    b, n, d = x.shape
    h, _, e = w.shape
    listed = torch.einsum("bnd,bme->bnmde", x, y)
    return listed.flatten(3).matmul(w.reshape(h, d * e).T).permute(0, 3, 1, 2)


def split_heads(x, heads):
    each, left = divmod(x.size(-1), heads) if heads > 0 else (0, 1)
    if left:
        raise ValueError(f"{heads} heads for a width of {x.size(-1)}")
    return torch.stack([x[..., k * each : (k + 1) * each] for k in range(heads)], dim=1)


def merge_heads(h):
    return torch.cat([h[:, k] for k in range(h.size(1))], dim=-1)


def patches(images, size):
    b, c, height, width = images.shape
    if size < 1 or any(side % size for side in (height, width)):
        raise ValueError("squares do not fit")
    found = []
    for top in range(0, height, size):
        for left in range(0, width, size):
            square = images[:, :, top : top + size, left : left + size]
            found.append(square.permute(0, 2, 3, 1).reshape(b, -1))
    return torch.stack(found, dim=1)


def masked_mean(x, lengths):
    means = []
    for row, length in zip(x, lengths.tolist()):
        means.append(row[:length].sum(dim=0) / max(length, 1))
    return torch.stack(means)
