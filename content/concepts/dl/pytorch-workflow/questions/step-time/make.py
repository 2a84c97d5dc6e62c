"""Seconds of an epoch with prefetching workers."""

from beikao.kit import Draw, Question, numeric


def make(draw: Draw) -> Question:
    compute, load = draw.integer(4, 20) * 10, draw.integer(10, 90) * 10
    workers, batches = draw.integer(2, 8), draw.choice([500, 1000, 2000])
    step = max(compute, load / workers)
    summed = compute + load / workers
    if load / workers < 0.2 * compute:
        draw.reject()
    return Question(
        show={"compute": compute, "load": load, "workers": workers, "batches": batches},
        truth=numeric(step * batches / 1000, rel=0.02),
        steps={"each": load / workers, "step": step},
        wrong={"pytorch-workflow/loading-adds-up": summed * batches / 1000},
    )


def second_way(show) -> float:
    """Event by event: a batch is computed when it is there and the device is free."""
    workers, load, compute = show["workers"], show["load"], show["compute"]
    free, done = [0.0] * workers, []
    for i in range(show["batches"]):
        who = i % workers
        free[who] = max(free[who], done[i - 2 * workers] if i >= 2 * workers else 0.0) + load
        done.append(max(free[who], done[-1] if done else 0.0) + compute)
    steady = (done[-1] - done[99]) / (len(done) - 100)
    return steady * show["batches"] / 1000
