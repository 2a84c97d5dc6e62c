"""Proves the reference against torch: scaled_dot_product_attention in double precision, and logsumexp."""

import torch
from torch.nn import functional as F


def oracle(ref, draw) -> None:
    """Random shapes, blocks and masks; then parts joined; then a row of huge scores."""
    for t, s, d, e in ((5, 5, 4, 3), (3, 9, 8, 2), (1, 7, 16, 16)):
        q, k, v = (torch.from_numpy(draw.normal(2, 3, n, c)) for n, c in ((t, d), (s, d), (s, e)))
        mask = torch.ones(t, s, dtype=torch.bool).tril(s - t)
        scores = q @ k.mT / d**0.5
        for block in (1, 2, 4, s, s + 1):
            for causal in (False, True):
                out, lse = ref.tiled_attention(q, k, v, block, causal)
                want = F.scaled_dot_product_attention(q, k, v, attn_mask=mask if causal else None)
                assert torch.allclose(out, want, rtol=1e-9, atol=1e-12)
                seen = scores.masked_fill(~mask, -torch.inf) if causal else scores
                assert torch.allclose(lse, seen.logsumexp(-1), rtol=1e-9, atol=1e-12)
        cut = s // 2
        first = ref.tiled_attention(q, k[:, :, :cut], v[:, :, :cut], 2) if cut else None
        second = ref.tiled_attention(q, k[:, :, cut:], v[:, :, cut:], 2)
        if first:
            out, lse = ref.merge(*first, *second)
            assert torch.allclose(out, F.scaled_dot_product_attention(q, k, v), rtol=1e-9, atol=1e-12)
            assert torch.allclose(lse, scores.logsumexp(-1), rtol=1e-9)
    q, k, v = (100 * draw.normal(1, 1, 6, 4, like="torch") for _ in range(3))
    want = F.scaled_dot_product_attention(q.double(), k.double(), v.double())
    assert torch.allclose(ref.tiled_attention(q, k, v, 2)[0].double(), want, rtol=1e-3, atol=1e-2)
    out, lse = ref.tiled_attention(q, k[:, :, :2], v[:, :, :2], 1, True)
    assert (out[:, :, :4] == 0).all() and (lse[:, :, :4] == -torch.inf).all() and torch.isfinite(out).all()
