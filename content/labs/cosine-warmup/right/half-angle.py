"""With numpy: the square of the sine of half the angle that is left, and a mean of base and floor weighted by it."""

import numpy as np


def lr_at(step, base, warmup, total, floor):
    if step < 0 or total < 1 or warmup < 0 or warmup > total or floor < 0 or floor > base:
        raise ValueError("step, warmup, total, base and floor do not fit together")
    if step < warmup and step < total:
        return float(np.linspace(0.0, base, warmup + 1)[step + 1])
    left = np.clip((total - step) / max(total - warmup, 1), 0.0, 1.0)
    share = float(np.sin(np.pi / 2 * left) ** 2)  # of the way from floor to base
    return share * base + (1.0 - share) * floor
