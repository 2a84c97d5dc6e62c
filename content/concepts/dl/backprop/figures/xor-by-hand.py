"""XOR learnt with gradients written by hand, from twenty starts at once."""

import numpy as np

from beikao.kit import Draw, Figure, Plot, Slider

X = np.array([[0, 0], [0, 1], [1, 0], [1, 1]], dtype=float)
Y = np.array([[0.0], [1.0], [1.0], [0.0]])
STARTS, STEPS = 20, 400
sliders = {
    "width": Slider(1, 8, step=1, start=2, label=("隐藏单元", "hidden units")),
    "power": Slider(-4, 2, step=1, start=0, label=("学习率是 2 的几次方", "learning rate as a power of two")),
}


def train(draw: Draw, width, rate):
    """Losses (STEPS + 1, STARTS) and the final outputs; tanh, then a logit, with cross-entropy."""
    w1, b1 = draw.normal(STARTS, 2, width), np.zeros((STARTS, 1, width))
    w2, b2 = draw.normal(STARTS, width, 1), np.zeros((STARTS, 1, 1))
    losses = []
    for _ in range(STEPS + 1):
        h = np.tanh(X @ w1 + b1)
        z = h @ w2 + b2
        losses.append(np.mean(np.logaddexp(0, z) - Y * z, axis=(1, 2)))
        g = (1 / (1 + np.exp(-z)) - Y) / 4  # mean over the four samples
        back = (g @ w2.transpose(0, 2, 1)) * (1 - h**2)
        w2 = w2 - rate * (h.transpose(0, 2, 1) @ g)
        b2 = b2 - rate * g.sum(1, keepdims=True)
        w1 = w1 - rate * (X.T @ back)
        b1 = b1 - rate * back.sum(1, keepdims=True)
    return np.array(losses), z


def figure(draw: Draw, width: int, power: int) -> Figure:
    losses, z = train(draw, width, 2.0**power)
    solved = int(np.sum(np.all((z > 0) == (Y > 0.5), axis=(1, 2)) & (losses[-1] < 0.3)))
    shown = np.unique(np.round(np.linspace(0, STEPS, 50)).astype(int))
    plot = Plot(x=("步数", "step"), y=("损失", "loss"), y_range=(0, 1.2))
    for start in range(8):
        plot.line(np.minimum(losses[shown, start], 1.2), shown, tone=("ink", "indigo", "gold", "muted")[start % 4])
    plot.rule(y=float(np.log(2)), label=("瞎猜", "guessing"))
    return Figure(
        numbers={"solved": solved, "median": float(np.median(losses[-1]))},
        plot=plot,
        says={
            "zh": f"{width} 个隐藏单元，学习率 {2.0**power:g}，{STEPS} 步：{STARTS} 个起点里有 {solved} 个学会了，损失的中位数 {np.median(losses[-1]):.3f}。",
            "en": f"{width} hidden units, rate {2.0**power:g}, {STEPS} steps: {solved} of {STARTS} starts learnt it, median loss {np.median(losses[-1]):.3f}.",
        },
    )


def claims(at) -> None:
    assert at(width=1, power=0).numbers["solved"] == 0  # one unit cannot
    two, eight = at(width=2, power=0).numbers["solved"], at(width=8, power=0).numbers["solved"]
    assert two < eight and eight >= 18
    assert at(width=2, power=-4).numbers["solved"] == 0  # too slow
