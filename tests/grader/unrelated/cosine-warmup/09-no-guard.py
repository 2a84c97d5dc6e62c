"""Nothing is refused."""

from math import cos, pi


def lr_at(step, base, warmup, total, floor):
    if step >= total:
        return float(floor)
    if step < warmup:
        return base * (step + 1) / warmup
    share = (step - warmup) / (total - warmup)
    return floor + (base - floor) * (1 + cos(pi * share)) / 2
