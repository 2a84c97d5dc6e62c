"""The cosine is that of the whole run, looked up after the ramp."""

from math import cos, pi


def _refuse(step, base, warmup, total, floor):
    fine = step >= 0 and total >= 1 and 0 <= warmup <= total and 0 <= floor <= base
    if not fine:
        raise ValueError(f"bad schedule: {step=} {base=} {warmup=} {total=} {floor=}")


def cosine(step, base, total, floor):
    return base - (base - floor) * (1 - cos(step * pi / total)) / 2


def lr_at(step, base, warmup, total, floor):
    _refuse(step, base, warmup, total, floor)
    if step < warmup:
        return base * ((step + 1) / warmup)
    return cosine(step, base, total, floor) if step < total else float(floor)
