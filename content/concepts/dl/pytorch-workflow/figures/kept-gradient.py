"""Descent on a parabola where a share of the old gradient stays in the buffer: 0 is zero_grad, 1 is forgetting it."""

import numpy as np

from beikao.kit import Draw, Figure, Plot, Slider

STEPS = 80
sliders = {
    "keep": Slider(0, 1, step=0.1, start=1, label=("旧梯度留下的份额", "share of the old gradient kept")),
    "rate": Slider(0.05, 0.5, step=0.05, start=0.1, label=("学习率", "learning rate")),
}


def run(keep, rate):
    """Positions and buffers of STEPS steps on w squared over 2, from w = 1."""
    w, buffer, places, buffers = 1.0, 0.0, [1.0], []
    for _ in range(STEPS):
        buffer = keep * buffer + w
        w = w - rate * buffer
        places.append(w)
        buffers.append(buffer)
    return np.array(places), np.array(buffers)


def figure(draw: Draw, keep: float, rate: float) -> Figure:
    places, buffers = run(keep, rate)
    clean, _ = run(0.0, rate)
    swing = float(np.abs(places[-30:]).max())
    left = (
        Plot(x=("步数", "step"), y=("参数 w", "parameter w"), y_range=(-1.6, 1.6))
        .line(clean, np.arange(STEPS + 1), label=("每步清零", "cleared each step"), tone="indigo", dash=True)
        .line(places, np.arange(STEPS + 1), label=(f"留 {keep:g}", f"{keep:g} kept"))
        .rule(y=0)
    )
    right = (
        Plot(x=("步数", "step"), y=("`.grad` 的值", "value of `.grad`"))
        .line(buffers, np.arange(1, STEPS + 1), label=("缓冲区", "buffer"), tone="gold")
        .line(places[:-1], np.arange(1, STEPS + 1), label=("真正的梯度", "true gradient"), tone="indigo", dash=True)
    )
    return Figure(
        numbers={"swing": swing, "clean": float(abs(clean[-1])), "largest": float(np.abs(buffers).max())},
        plot=[left, right],
        says={
            "zh": f"每步留下旧梯度的 {keep:.0%}，学习率 {rate:g}：最后 30 步里 |w| 最大 {swing:.3f}；每步清零时末尾只剩 {abs(clean[-1]):.1g}。"
            f"缓冲区最大到过 {np.abs(buffers).max():.2f}，真正的梯度从没超过 1。",
            "en": f"{keep:.0%} of the old gradient kept, rate {rate:g}: |w| reaches {swing:.3f} in the last 30 steps; cleared each step it "
            f"ends at {abs(clean[-1]):.1g}. The buffer has been as large as {np.abs(buffers).max():.2f}.",
        },
    )


def claims(at) -> None:
    for rate in (0.05, 0.1, 0.3):
        state = at(keep=1, rate=rate).numbers
        assert state["swing"] > 0.9  # it swings for ever
        assert state["largest"] > 1.5
        assert at(keep=0, rate=rate).numbers["swing"] < 0.1
    assert at(keep=0.5, rate=0.1).numbers["swing"] < 0.01  # a share below one is momentum, and it settles
