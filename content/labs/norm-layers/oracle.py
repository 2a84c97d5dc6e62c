"""Proves the reference against torch.nn: forward, backward by autograd, and running statistics."""

import numpy as np
import torch
from torch import nn


def compare(ours, theirs, x, g, *, shifted=True) -> None:
    """Output and every gradient."""
    d = x.shape[-1]
    ours.gain = np.linspace(0.5, 1.5, d)
    theirs.weight.data = torch.linspace(0.5, 1.5, d, dtype=torch.float64)
    if shifted:
        ours.shift = np.linspace(-1, 1, d)
        theirs.bias.data = torch.linspace(-1, 1, d, dtype=torch.float64)
    tx = torch.from_numpy(x).requires_grad_()
    out = theirs(tx)
    assert np.allclose(ours.forward(x), out.detach().numpy(), rtol=1e-9, atol=1e-12)
    theirs.zero_grad()
    out.backward(torch.from_numpy(g))
    found = ours.backward(g)
    wanted = [tx.grad, theirs.weight.grad] + ([theirs.bias.grad] if shifted else [])
    assert len(found) == len(wanted)
    for a, b in zip(found, wanted, strict=True):
        assert np.allclose(a, b.numpy(), rtol=1e-7, atol=1e-10)


def oracle(ref, draw) -> None:
    """Two modes of batch normalisation over fifty steps; layer and RMS normalisation in two and three axes."""
    ours, theirs = ref.BatchNorm1d(5), nn.BatchNorm1d(5).double()
    for _ in range(50):
        n = draw.integer(2, 9)
        compare(ours, theirs, 2 + draw.normal(n, 5), draw.normal(n, 5))
    assert np.allclose(ours.running_mean, theirs.running_mean.numpy(), rtol=1e-10)
    assert np.allclose(ours.running_var, theirs.running_var.numpy(), rtol=1e-10)
    ours.eval(), theirs.eval()
    for n in (1, 7):
        compare(ours, theirs, draw.normal(n, 5), draw.normal(n, 5))
    for shape in ((4, 6), (2, 3, 6)):
        for scale in (1.0, 1e-3):
            compare(ref.LayerNorm(6), nn.LayerNorm(6).double(), scale * draw.normal(*shape), draw.normal(*shape))
            rms = nn.RMSNorm(6, eps=1e-6).double()
            compare(ref.RMSNorm(6), rms, scale * draw.normal(*shape), draw.normal(*shape), shifted=False)
