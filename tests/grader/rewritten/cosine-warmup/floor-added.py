"""Half a cosine of the full height, lifted by the floor."""

from math import cos, pi


def _refuse(step, base, warmup, total, floor):
    fine = step >= 0 and total >= 1 and 0 <= warmup <= total and 0 <= floor <= base
    if not fine:
        raise ValueError(f"bad schedule: {step=} {base=} {warmup=} {total=} {floor=}")


def lr_at(step, base, warmup, total, floor):
    _refuse(step, base, warmup, total, floor)
    if step >= total:
        return 1.0 * floor
    if step < warmup:
        return (step + 1) * (base / warmup)
    wave = 0.5 + 0.5 * cos(pi * (step - warmup) / (total - warmup))
    return wave * base + floor
