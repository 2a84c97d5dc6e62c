"""Noise of the mini-batch gradient against the size of the batch: a straight line of slope -1/2."""

import numpy as np

from beikao.kit import Draw, Figure, Plot, Slider

sliders = {"batch": Slider(1, 8, step=1, start=4, label=("批大小 2 的几次方", "batch size, power of two"))}


def figure(draw: Draw, batch: int) -> Figure:
    n = 4096
    x = draw.normal(n)
    y = 2.0 * x + draw.normal(n)
    gradients = (0.5 * x - y) * x  # per sample, at w = 0.5
    sizes = 2 ** np.arange(0, 9)
    order = np.argsort(draw.normal(n))
    spread = []
    for size in sizes:
        groups = gradients[order][: n // size * size].reshape(-1, size).mean(axis=1)
        spread.append(float(groups.std()))
    size = 2**batch
    plot = (
        Plot(x=("批大小", "batch size"), y=("梯度的标准差", "std of the gradient"), log_x=True, log_y=True)
        .line(spread, sizes, label=("实测", "measured"))
        .line(spread[0] / np.sqrt(sizes), sizes, label=("按平方根", "by the square root"), tone="indigo", dash=True)
        .rule(x=size)
    )
    here = spread[batch]
    return Figure(
        numbers={"spread": here, "one": spread[0], "expected": spread[0] / size**0.5, "size": size},
        plot=plot,
        says={
            "zh": f"批大小 {size} 时，梯度的标准差是 {here:.3f}，是单个样本的 {here / spread[0]:.1%}。",
            "en": f"With a batch of {size} the gradient has a standard deviation of {here:.3f}, {here / spread[0]:.1%} of that of one sample.",
        },
    )


def claims(at) -> None:
    for batch in (2, 4, 6):
        state = at(batch=batch).numbers
        assert abs(state["spread"] / state["expected"] - 1) < 0.15
