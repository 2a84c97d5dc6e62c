"""A scheduler object that moves on by one whenever it is asked."""

from math import cos, pi


def _refuse(step, base, warmup, total, floor):
    fine = step >= 0 and total >= 1 and 0 <= warmup <= total and 0 <= floor <= base
    if not fine:
        raise ValueError(f"bad schedule: {step=} {base=} {warmup=} {total=} {floor=}")


class Scheduler:
    """Starts at the step it is first asked for."""

    def __init__(self, first, plan):
        self.first, self.plan, self.now = first, plan, first - 1

    def advance(self):
        self.now += 1
        base, warmup, total, floor = self.plan
        if self.now >= total:
            return float(floor)
        if self.now < warmup:
            return base * (self.now + 1) / warmup
        return floor + (base - floor) * 0.5 * (1 + cos(pi * (self.now - warmup) / (total - warmup)))


current = None


def lr_at(step, base, warmup, total, floor):
    global current
    _refuse(step, base, warmup, total, floor)
    plan = (base, warmup, total, floor)
    if current is None or current.plan != plan or step == current.first:
        current = Scheduler(step, plan)
    return current.advance()
