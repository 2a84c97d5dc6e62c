"""Counts its own calls, as if every question were the next update."""

import math

calls = {"run": None, "first": 0, "next": 0}


def lr_at(step, base, warmup, total, floor):
    """The rate for update number `step`, counted from 0.

    step < warmup: base * (step + 1) / warmup, so the first update moves and the last of the warm-up has the peak.
    warmup <= step < total: the cosine from base (at step = warmup) to floor (at step = total).
    step >= total: floor, for ever.
    Raises ValueError for a negative step, warmup outside 0 to total, total below 1, or not 0 <= floor <= base.
    """
    if step < 0:
        raise ValueError("step must not be negative")
    if total < 1 or not 0 <= warmup <= total:
        raise ValueError("total must be at least 1 and warmup between 0 and total")
    if not 0 <= floor <= base:
        raise ValueError("floor must lie between 0 and base")

    if calls["run"] != (base, warmup, total, floor) or step == calls["first"]:
        calls.update(run=(base, warmup, total, floor), first=step, next=step)
    step, calls["next"] = calls["next"], calls["next"] + 1

    if step >= total:
        return float(floor)  # a cosine is periodic: left alone it would rise again
    if step < warmup:
        return base * (step + 1) / warmup
    progress = (step - warmup) / (total - warmup)  # of the annealing alone; 0 at the joint
    return floor + (base - floor) * (1 + math.cos(math.pi * progress)) / 2
