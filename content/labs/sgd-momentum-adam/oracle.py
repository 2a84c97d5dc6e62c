"""Proves the reference against torch.optim over 200 steps, with skipped gradients and a reload."""

import copy

import torch


def oracle(ref, draw) -> None:
    """SGD in four settings and AdamW in two."""
    cases = [
        (ref.MySGD, torch.optim.SGD, {"lr": 0.02, "weight_decay": 0.1}),
        (ref.MySGD, torch.optim.SGD, {"lr": 0.02, "momentum": 0.9}),
        (ref.MySGD, torch.optim.SGD, {"lr": 0.02, "momentum": 0.9, "nesterov": True, "weight_decay": 0.05}),
        (ref.MyAdamW, torch.optim.AdamW, {"lr": 0.01, "weight_decay": 0.1}),
        (ref.MyAdamW, torch.optim.AdamW, {"lr": 0.01, "betas": (0.8, 0.95), "eps": 1e-6}),
    ]
    for ours, theirs, settings in cases:
        start = [torch.from_numpy(draw.normal(3, 4)), torch.from_numpy(draw.normal(5))]
        a = [torch.nn.Parameter(s.clone()) for s in start]
        b = [torch.nn.Parameter(s.clone()) for s in start]
        mine, library = ours(a, **settings), theirs(b, **settings)
        for number in range(200):
            if number == 100:
                fresh = ours(a, **settings)
                fresh.load_state_dict(copy.deepcopy(mine.state_dict()))
                mine = fresh
            for place, (p, q) in enumerate(zip(a, b, strict=True)):
                g = torch.from_numpy(draw.normal(*p.shape)) if (number + place) % 4 else None
                p.grad = None if g is None else g.clone()
                q.grad = None if g is None else g.clone()
            mine.step()
            library.step()
        for p, q in zip(a, b, strict=True):
            assert torch.allclose(p, q, rtol=1e-9, atol=1e-11), (theirs.__name__, settings)
