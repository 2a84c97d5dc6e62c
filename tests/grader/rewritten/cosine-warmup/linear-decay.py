"""Interpolates between peak and floor in equal stairs."""


def _refuse(step, base, warmup, total, floor):
    fine = step >= 0 and total >= 1 and 0 <= warmup <= total and 0 <= floor <= base
    if not fine:
        raise ValueError(f"bad schedule: {step=} {base=} {warmup=} {total=} {floor=}")


def lr_at(step, base, warmup, total, floor):
    _refuse(step, base, warmup, total, floor)
    if step >= total:
        return float(floor)
    if step < warmup:
        return base - base * (warmup - 1 - step) / warmup
    left = (total - step) / (total - warmup)
    return left * base + (1 - left) * floor
