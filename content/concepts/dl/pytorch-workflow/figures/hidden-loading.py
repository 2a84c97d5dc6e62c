"""The time of a step: computing takes 100 ms, a worker needs some time a batch, workers prefetch side by side."""

from beikao.kit import Draw, Figure, Plot, Slider

COMPUTE = 100
sliders = {
    "load": Slider(20, 600, step=20, start=300, label=("取一批要多少毫秒", "ms to load a batch")),
    "workers": Slider(0, 8, step=1, start=0, label=("工作进程", "workers")),
}


def step_time(load, workers):
    """Without workers one after the other; with workers the slower side sets the pace."""
    return load + COMPUTE if workers == 0 else max(COMPUTE, load / workers)


def simulate(load, workers, batches=400):
    """Mean time of a step over the second half of a run, batch by batch, two batches ahead for each worker."""
    free, done, ready = [0.0] * workers, [], 0.0
    for i in range(batches):
        who = i % workers
        wait = done[i - 2 * workers] if i >= 2 * workers else 0.0  # no more than two batches ahead for each
        free[who] = max(free[who], wait) + load
        ready = max(ready, free[who]) + COMPUTE
        done.append(ready)
    return (done[-1] - done[batches // 2 - 1]) / (batches - batches // 2)


def figure(draw: Draw, load: int, workers: int) -> Figure:
    here = step_time(load, workers)
    enough = -(-load // COMPUTE)
    plot = (
        Plot(x=("工作进程", "workers"), y=("一步的毫秒数", "ms a step"), y_range=(0, 750))
        .bars([step_time(load, k) for k in range(9)], list(range(9)), label=("一步", "a step"), tone="muted")
        .points([workers], [here], tone="gold")
        .rule(y=COMPUTE, label=("只算不取", "computing alone"), tone="indigo")
    )
    return Figure(
        numbers={"step": here, "busy": COMPUTE / here, "enough": enough},
        plot=plot,
        says={
            "zh": f"取一批 {load} 毫秒，{workers} 个工作进程：一步 {here:.0f} 毫秒，计算设备忙 {COMPUTE / here:.0%}。{enough} 个就够藏住。",
            "en": f"{load} ms to load a batch, {workers} workers: {here:.0f} ms a step, the device is busy {COMPUTE / here:.0%} of the time. "
            f"{enough} workers are enough to hide it.",
        },
    )


def claims(at) -> None:
    for load in (60, 300, 600):
        for workers in (1, 2, 3, 7):
            assert abs(simulate(load, workers) - step_time(load, workers)) < 0.02 * step_time(load, workers)
    assert at(load=300, workers=3).numbers["busy"] == 1
    assert at(load=300, workers=0).numbers["busy"] == 0.25
