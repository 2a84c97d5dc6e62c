"""The optimiser is switched off when the run is over."""

from math import cos, pi


def _refuse(step, base, warmup, total, floor):
    fine = step >= 0 and total >= 1 and 0 <= warmup <= total and 0 <= floor <= base
    if not fine:
        raise ValueError(f"bad schedule: {step=} {base=} {warmup=} {total=} {floor=}")


def lr_at(step, base, warmup, total, floor):
    _refuse(step, base, warmup, total, floor)
    running = step < total
    if step < warmup:
        return base * (step + 1) / warmup
    return running * (floor + (base - floor) * 0.5 * (1 + cos(pi * (step - warmup) / max(total - warmup, 1))))
