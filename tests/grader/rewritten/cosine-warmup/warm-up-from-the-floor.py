"""Interpolates from the floor up to the peak."""

from math import cos, pi


def _refuse(step, base, warmup, total, floor):
    fine = step >= 0 and total >= 1 and 0 <= warmup <= total and 0 <= floor <= base
    if not fine:
        raise ValueError(f"bad schedule: {step=} {base=} {warmup=} {total=} {floor=}")


def mix(low, high, share):
    return (1 - share) * low + share * high


def lr_at(step, base, warmup, total, floor):
    _refuse(step, base, warmup, total, floor)
    if step < warmup:
        return mix(floor, base, (step + 1) / warmup)
    if step < total:
        return mix(floor, base, 0.5 + 0.5 * cos(pi * (step - warmup) / (total - warmup)))
    return float(floor)
