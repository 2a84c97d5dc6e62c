"""The rates of the annealing are a table whose last entry is the floor."""

from math import cos, pi


def _refuse(step, base, warmup, total, floor):
    fine = step >= 0 and total >= 1 and 0 <= warmup <= total and 0 <= floor <= base
    if not fine:
        raise ValueError(f"bad schedule: {step=} {base=} {warmup=} {total=} {floor=}")


def table(count, base, floor):
    gaps = max(count - 1, 1)
    return [0.5 * (base + floor + (base - floor) * cos(pi * k / gaps)) for k in range(count)]


def lr_at(step, base, warmup, total, floor):
    _refuse(step, base, warmup, total, floor)
    if step >= total:
        return float(floor)
    if step < warmup:
        return base / warmup * (step + 1)
    return table(total - warmup, base, floor)[step - warmup]
