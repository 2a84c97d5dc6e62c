"""Time of one layer = work / speed + serial steps x overhead, for a slow and a fast machine."""

import numpy as np

from beikao.kit import Draw, Figure, Plot, Slider

D, BATCH = 1024, 8
sliders = {
    "speed": Slider(1, 5, step=1, start=1, label=("算力 10^s GFLOP/s，s", "s in 10^s GFLOP/s")),
    "overhead": Slider(1, 20, step=1, start=5, label=("每一步的固定开销，微秒", "overhead of a step, microseconds")),
    "power": Slider(4, 15, step=1, start=8, label=("长度 2^p，p", "p in the length 2^p")),
}


def times(n, speed, overhead):
    """Milliseconds of the forward pass of attention and LSTM; two operations to a multiply-add."""
    rate = 10.0**speed * 1e9
    attention = 2 * BATCH * n * (4 * D * D + 2 * n * D) / rate + 6 * overhead * 1e-6
    lstm = 2 * BATCH * n * 8 * D * D / rate + n * overhead * 1e-6
    return 1e3 * attention, 1e3 * lstm


def figure(draw: Draw, speed: int, overhead: int, power: int) -> Figure:
    lengths = 2.0 ** np.arange(4, 16)
    a, r = times(lengths, speed, overhead)
    here_a, here_r = (float(t) for t in times(2**power, speed, overhead))
    grid = np.geomspace(16, 2**20, 4000)
    ga, gr = times(grid, speed, overhead)
    ahead = ga < gr
    cross = float(grid[np.flatnonzero(ahead)[-1]]) if ahead.any() else 0.0
    serial = 2**power * overhead * 1e-3 / here_r
    plot = (
        Plot(x=("长度", "length"), y=("毫秒", "ms"), log_x=True, log_y=True)
        .line(a, lengths, label=("注意力", "attention"))
        .line(r, lengths, label=("LSTM", "LSTM"), tone="indigo")
        .rule(x=2**power)
    )
    return Figure(
        numbers={
            "n": 2**power,
            "attention": here_a,
            "lstm": here_r,
            "ratio": here_r / here_a,
            "cross": cross,
            "serial": serial,
        },
        plot=plot,
        says={
            "zh": f"算力 10^{speed} GFLOP/s，长度 {2**power}：注意力 {here_a:.3g} 毫秒，LSTM {here_r:.3g} 毫秒，其中串行开销占 {serial:.0%}。"
            f"长度到 {cross:.0f} 左右注意力才变慢。",
            "en": f"At 10^{speed} GFLOP/s and length {2**power}: attention {here_a:.3g} ms, LSTM {here_r:.3g} ms, {serial:.0%} of it serial overhead. "
            f"Attention is the faster up to a length of about {cross:.0f}.",
        },
    )


def claims(at) -> None:
    slow, fast = at(speed=1, overhead=5, power=8).numbers, at(speed=5, overhead=5, power=8).numbers
    assert slow["serial"] < 0.02 and fast["serial"] > 0.7
    assert 2000 < slow["cross"] < 2200 and fast["cross"] > 15000  # 2d on the slow machine, far beyond on the fast one
    assert slow["ratio"] < 2 and fast["ratio"] > 6
