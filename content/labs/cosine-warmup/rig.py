"""Given code that lives beside yours: it asks your schedule for many steps at once."""


def rates(steps, base, warmup, total, floor):
    """Your rates at these steps, in this order."""
    import solution

    return [solution.lr_at(step, base, warmup, total, floor) for step in steps]
