"""One cosine over all steps, scaled by min(1, (step + 1) / warmup)."""

from math import cos, pi


def _refuse(step, base, warmup, total, floor):
    fine = step >= 0 and total >= 1 and 0 <= warmup <= total and 0 <= floor <= base
    if not fine:
        raise ValueError(f"bad schedule: {step=} {base=} {warmup=} {total=} {floor=}")


def lr_at(step, base, warmup, total, floor):
    _refuse(step, base, warmup, total, floor)
    if step >= total:
        return float(floor)
    ramp = min(1.0, (step + 1) / warmup) if warmup else 1.0
    return ramp * (0.5 * (base + floor) + 0.5 * (base - floor) * cos(pi * step / total))
