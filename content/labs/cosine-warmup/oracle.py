"""Proves the reference against torch: LinearLR and CosineAnnealingLR joined by SequentialLR, step by step."""

import warnings

import torch


def oracle(ref, draw) -> None:
    """Six random schedules; torch's recursive cosine is compared to the closed form over the whole run."""
    for _ in range(6):
        base, floor = draw.uniform(0.1, 2.0), draw.uniform(0.0, 0.09)
        warmup = draw.integer(1, 20)
        total = warmup + draw.integer(5, 80)
        optimiser = torch.optim.SGD([torch.nn.Parameter(torch.zeros(1))], lr=base)
        rise = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda t, w=warmup: min(1.0, (t + 1) / w))
        fall = torch.optim.lr_scheduler.CosineAnnealingLR(optimiser, T_max=total - warmup, eta_min=floor)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # SequentialLR steps its parts before the optimiser does
            both = torch.optim.lr_scheduler.SequentialLR(optimiser, [rise, fall], milestones=[warmup])
            for step in range(total):
                rate = optimiser.param_groups[0]["lr"]
                assert abs(ref.lr_at(step, base, warmup, total, floor) - rate) < 1e-9 * base, (step, warmup, total)
                optimiser.step()
                both.step()
        assert abs(optimiser.param_groups[0]["lr"] - floor) < 1e-9
        assert ref.lr_at(total, base, warmup, total, floor) == floor
