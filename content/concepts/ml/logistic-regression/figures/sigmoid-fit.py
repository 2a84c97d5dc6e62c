"""Twelve labelled scores and a curve moved by hand: the loss and the two gradients."""

import numpy as np

from beikao.kit import Draw, Figure, Plot, Slider

X = np.array([0.5, 1.0, 1.8, 2.2, 2.6, 3.1, 3.4, 4.0, 4.3, 5.0, 5.4, 6.0])
Y = np.array([0, 0, 0, 1, 0, 0, 1, 0, 1, 1, 1, 1])
sliders = {
    "slope": Slider(-1, 5, step=0.5, start=0.5, label=("系数 w", "coefficient w")),
    "edge": Slider(1, 5, step=0.25, start=2, label=("分界点 −b/w 的位置", "boundary −b/w")),
}


def loss(w, b):
    z = w * X + b
    return float(np.mean(np.logaddexp(0, z) - Y * z))


def figure(draw: Draw, slope: float, edge: float) -> Figure:
    b = -slope * edge
    p = 1 / (1 + np.exp(-(slope * X + b)))
    grid = np.linspace(0, 6.5, 80)
    left = (
        Plot(x=("长度（千词元）", "length (thousand tokens)"), y=("留下的概率", "probability"), y_range=(-0.08, 1.08))
        .line(1 / (1 + np.exp(-(slope * grid + b))), grid, label=("σ(wx + b)", "σ(wx + b)"))
        .arrows(np.stack([X, p], axis=1), np.stack([X, Y], axis=1), tone="gold")
        .points(X, Y, tone="indigo")
        .rule(x=edge, label=("分界", "boundary"))
    )
    slopes = np.linspace(-1, 5, 61)
    right = (
        Plot(x=("系数 w", "coefficient w"), y=("平均交叉熵", "mean cross-entropy"), y_range=(0, 2.5))
        .line([loss(w, -w * edge) for w in slopes], slopes, label=("分界不动时", "boundary kept"))
        .points([slope], [loss(slope, b)], tone="gold")
    )
    here = loss(slope, b)
    grad_w, grad_b = float(np.mean((p - Y) * X)), float(np.mean(p - Y))
    return Figure(
        numbers={"loss": here, "grad_w": grad_w, "grad_b": grad_b, "chance": float(np.log(2))},
        plot=[left, right],
        says={
            "zh": f"w = {slope:g}，分界 {edge:g}：平均交叉熵 {here:.3f}，对 w、b 的梯度是 {grad_w:.3f}、{grad_b:.3f}。",
            "en": f"w = {slope:g}, boundary at {edge:g}: mean cross-entropy {here:.3f}, gradients {grad_w:.3f} and {grad_b:.3f}.",
        },
    )


def claims(at) -> None:
    assert abs(at(slope=0, edge=2).numbers["loss"] - np.log(2)) < 1e-12
    for w, edge in ((0.5, 2.0), (1.5, 3.25), (-1.0, 4.0)):
        state, b, h = at(slope=w, edge=edge).numbers, -w * edge, 1e-5
        assert abs((loss(w + h, b) - loss(w - h, b)) / (2 * h) - state["grad_w"]) < 1e-8
        assert abs((loss(w, b + h) - loss(w, b - h)) / (2 * h) - state["grad_b"]) < 1e-8
    assert at(slope=1.5, edge=3.25).numbers["loss"] < at(slope=0.5, edge=2).numbers["loss"] / 1.1
    assert at(slope=5, edge=3.25).numbers["loss"] > 1.2 * at(slope=1.5, edge=3.25).numbers["loss"]  # too sure
