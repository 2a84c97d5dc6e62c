"""Two ReLU units and four points of XOR: the second bend and its output weight are moved by hand."""

import numpy as np

from beikao.kit import Draw, Figure, Plot, Slider

X = np.array([[0, 0], [0, 1], [1, 0], [1, 1]], dtype=float)
Y = np.array([0.0, 1.0, 1.0, 0.0])
sliders = {
    "bend": Slider(0, 2, step=0.25, start=0, label=("第二个单元从哪里起折", "where unit 2 starts")),
    "pull": Slider(-3, 0, step=0.5, start=0, label=("它的输出权重", "its output weight")),
}


def hidden(x, bend):
    """Both units look at x1 + x2; they differ in their bias only."""
    s = x.sum(-1)
    return np.stack([np.maximum(s, 0), np.maximum(s - bend, 0)], axis=-1)


def figure(draw: Draw, bend: float, pull: float) -> Figure:
    out = hidden(X, bend) @ np.array([1.0, pull])
    grid = np.linspace(0, 2, 81)
    curve = np.maximum(grid, 0) + pull * np.maximum(grid - bend, 0)
    h = hidden(X, bend)
    left = (
        Plot(x=("x₁ + x₂", "x₁ + x₂"), y=("输出", "output"), y_range=(-1.2, 2.2))
        .line(curve, grid, label=("网络", "network"))
        .arrows(np.stack([X.sum(1), out], axis=1), np.stack([X.sum(1), Y], axis=1), tone="gold")
        .points(X.sum(1), Y, tone="indigo", label=("四个样本", "the four samples"))
        .rule(y=0.5)
    )
    right = Plot(x=("h₁", "h₁"), y=("h₂", "h₂"), x_range=(-0.3, 2.3), y_range=(-0.3, 2.3))
    right.points(h[Y == 1, 0], h[Y == 1, 1], tone="indigo", label=("不一致", "differ"))
    right.points(h[Y == 0, 0], h[Y == 0, 1], tone="gold", hollow=True, label=("一致", "agree"))
    error = float(np.mean((out - Y) ** 2))
    right_count = int(np.sum((out > 0.5) == (Y > 0.5)))
    return Figure(
        numbers={"error": error, "right": right_count, "both": float(out[3]), "one": float(out[1])},
        plot=[left, right],
        says={
            "zh": f"折点 {bend:g}，权重 {pull:g}：四个里对 {right_count} 个，均方误差 {error:.3f}；输入 (1,1) 时输出 {out[3]:g}。",
            "en": f"Bend at {bend:g}, weight {pull:g}: {right_count} of four right, mean squared error {error:.3f}; (1,1) gives {out[3]:g}.",
        },
    )


def claims(at) -> None:
    exact = at(bend=1, pull=-2).numbers
    assert exact["error"] == 0 and exact["right"] == 4
    assert at(bend=1, pull=-1).numbers["both"] == 1  # flattened only
    for pull in (-3, -2, -1, 0):
        assert at(bend=0, pull=pull).numbers["right"] < 4  # both units bend at the same place: one unit
    assert at(bend=0, pull=0).numbers["both"] == 2
