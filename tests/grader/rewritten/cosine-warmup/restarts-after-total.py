"""Nothing is said of the time after the run: the formula goes on."""

from math import cos, pi


def _refuse(step, base, warmup, total, floor):
    fine = step >= 0 and total >= 1 and 0 <= warmup <= total and 0 <= floor <= base
    if not fine:
        raise ValueError(f"bad schedule: {step=} {base=} {warmup=} {total=} {floor=}")


def lr_at(step, base, warmup, total, floor):
    _refuse(step, base, warmup, total, floor)
    if step < warmup:
        return base / warmup * (1 + step)
    span = total - warmup
    if not span:
        return float(floor)
    middle, swing = (base + floor) / 2, (base - floor) / 2
    return middle + swing * cos(pi / span * (step - warmup))
