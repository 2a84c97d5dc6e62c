"""Proves the reference against torch's own einsum, bilinear layer, attention projections, unfold and nested means."""

import torch


def oracle(ref, draw) -> None:
    """One einsum of three inputs; nn.functional.bilinear; chunk; unfold; a plain loop over slices."""
    x, w, y = draw.normal(3, 4, 5, like="torch"), draw.normal(2, 5, 6, like="torch"), draw.normal(3, 7, 6, like="torch")
    got = ref.batched_bilinear(x, w, y)
    assert torch.allclose(got, torch.einsum("bnd,hde,bme->bhnm", x, w, y), atol=1e-4)
    pairs_x = x[:, :, None].expand(3, 4, 7, 5).reshape(-1, 5)
    pairs_y = y[:, None].expand(3, 4, 7, 6).reshape(-1, 6)
    layer = torch.nn.functional.bilinear(pairs_x, pairs_y, w).reshape(3, 4, 7, 2).permute(0, 3, 1, 2)
    assert torch.allclose(got, layer, atol=1e-4)

    tokens = draw.normal(2, 5, 12, like="torch")
    assert torch.equal(ref.split_heads(tokens, 3), torch.stack(tokens.chunk(3, dim=-1), dim=1))
    assert torch.equal(ref.merge_heads(ref.split_heads(tokens, 3)), tokens)

    images = draw.normal(2, 3, 6, 8, like="torch")
    columns = torch.nn.functional.unfold(images, kernel_size=2, stride=2)  # (B, C*4, L), channels outermost
    reordered = columns.reshape(2, 3, 4, 12).permute(0, 3, 2, 1).reshape(2, 12, 12)
    assert torch.equal(ref.patches(images, 2), reordered)

    lengths = torch.tensor([2, 5])
    means = torch.stack([tokens[b, : int(n)].mean(0) for b, n in enumerate(lengths)])
    assert torch.allclose(ref.masked_mean(tokens, lengths), means, atol=1e-6)
