"""Proves the reference against torch: scaled_dot_product_attention and nn.MultiheadAttention, values and gradients."""

import torch
from torch.nn import functional as F


def oracle(ref, draw) -> None:
    """Random shapes and masks; then the layer with the weights of torch's own."""
    for batch, t, s, d, e in (((2, 3), 4, 5, 6, 7), ((2,), 6, 3, 8, 4)):
        q, k, v = (draw.normal(*batch, n, c).astype("float64") for n, c in ((t, d), (s, d), (s, e)))
        q, k, v = (torch.from_numpy(x).requires_grad_() for x in (q, k, v))
        mask = torch.from_numpy(draw.normal(t, s)) > 0
        mask[:, 0] = True
        for given, scale in ((None, None), (mask, None), (mask, 0.3), (None, 1.7)):
            got = ref.sdpa(q, k, v, given, scale)
            want = F.scaled_dot_product_attention(q, k, v, attn_mask=given, scale=scale)
            assert torch.allclose(got, want, rtol=1e-10, atol=1e-12)
            direction = torch.from_numpy(draw.normal(*batch, t, e))
            ours = torch.autograd.grad((got * direction).sum(), (q, k, v))
            theirs = torch.autograd.grad((want * direction).sum(), (q, k, v))
            assert all(torch.allclose(a, b, rtol=1e-8, atol=1e-10) for a, b in zip(ours, theirs, strict=True))
    width, heads, tokens = 12, 3, 6
    theirs = torch.nn.MultiheadAttention(width, heads, bias=False, batch_first=True)
    layer = ref.MultiHeadAttention(width, heads)
    with torch.no_grad():
        for name, weight in zip(("q", "k", "v"), theirs.in_proj_weight.chunk(3), strict=True):
            getattr(layer, name).weight.copy_(weight)
        layer.out.weight.copy_(theirs.out_proj.weight)
    x = draw.normal(2, tokens, width, like="torch")
    real = torch.ones(2, tokens, dtype=torch.bool)
    real[0, 4:] = False
    future = torch.ones(tokens, tokens, dtype=torch.bool).triu(1)
    for padding in (None, real):
        for causal in (True, False):
            want, _ = theirs(
                x, x, x, attn_mask=future if causal else None, key_padding_mask=None if padding is None else ~padding
            )
            assert torch.allclose(layer(x, padding, causal), want, atol=1e-5)
    got = layer(x, torch.arange(tokens)[None] >= torch.tensor([[2], [0]]))  # on the left, so two rows see nothing
    assert torch.equal(got[0, :2], torch.zeros(2, width)) and torch.isfinite(got).all()
    assert torch.allclose(got[0, 2:], layer(x[:1, 2:])[0], atol=1e-5)
