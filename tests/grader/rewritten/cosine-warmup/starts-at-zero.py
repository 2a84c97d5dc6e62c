"""The ramp is interpolated from 0 at step 0."""

from math import cos, pi


def _refuse(step, base, warmup, total, floor):
    fine = step >= 0 and total >= 1 and 0 <= warmup <= total and 0 <= floor <= base
    if not fine:
        raise ValueError(f"bad schedule: {step=} {base=} {warmup=} {total=} {floor=}")


def lr_at(step, base, warmup, total, floor):
    _refuse(step, base, warmup, total, floor)
    if step < warmup:
        share = step / warmup
        return (1 - share) * 0.0 + share * base
    if step < total:
        angle = pi * (step - warmup) / (total - warmup)
        return 0.5 * (base + floor) + 0.5 * (base - floor) * cos(angle)
    return 1.0 * floor
