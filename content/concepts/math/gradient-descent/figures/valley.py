"""Gradient descent with momentum in a narrow valley: f = (x^2 + c y^2)/2."""

import numpy as np

from beikao.kit import Draw, Figure, Plot, Slider

sliders = {
    "rate": Slider(0.02, 0.22, step=0.02, start=0.16, label=("学习率 η", "learning rate η")),
    "beta": Slider(0, 0.9, step=0.1, start=0, label=("动量 β", "momentum β")),
}
C, STEPS = 10.0, 40
H = np.array([1.0, C])


def run(rate, beta):
    """The path from (8, 1.5), cut off where it leaves the picture."""
    w, v = np.array([8.0, 1.5]), np.zeros(2)
    path = [w]
    for _ in range(STEPS):
        v = beta * v + H * w
        w = w - rate * v
        path.append(w)
    return np.array(path)


def figure(draw: Draw, rate: float, beta: float) -> Figure:
    path = run(rate, beta)
    losses = 0.5 * np.sum(H * path**2, axis=1)
    t = np.linspace(0, 2 * np.pi, 121)
    left = Plot(x=("x", "x"), y=("y", "y"), x_range=(-9, 9), y_range=(-3, 3))
    for size in (2.0, 5.0, 9.0):
        left.line(size / np.sqrt(C) * np.sin(t), size * np.cos(t), tone="muted")
    left.line(np.clip(path[:, 1], -50, 50), np.clip(path[:, 0], -50, 50), tone="indigo")
    left.points(np.clip(path[:12, 0], -50, 50), np.clip(path[:12, 1], -50, 50), tone="indigo")
    right = Plot(x=("步数", "step"), y=("损失", "loss"), log_y=True).line(
        np.maximum(losses, 1e-12), np.arange(STEPS + 1)
    )
    final = float(losses[-1])
    grown = final > losses[0]
    return Figure(
        numbers={"final": final, "ratio": final / float(losses[0])},
        plot=[left, right],
        says={
            "zh": f"学习率 {rate:g}、动量 {beta:g}：40 步之后损失是 {final:.2g}，{'在发散' if grown else '在下降'}。",
            "en": f"At rate {rate:g} and momentum {beta:g} the loss after 40 steps is {final:.2g} and {'growing' if grown else 'falling'}.",
        },
    )


def claims(at) -> None:
    assert at(rate=0.22, beta=0).numbers["ratio"] > 1  # past 2/10
    assert at(rate=0.18, beta=0).numbers["ratio"] < 1e-2
    assert at(rate=0.02, beta=0).numbers["final"] > 100 * at(rate=0.16, beta=0).numbers["final"]
    assert at(rate=0.22, beta=0.5).numbers["ratio"] < 1e-3  # momentum moves the limit
    assert at(rate=0.06, beta=0.6).numbers["final"] < 0.1 * at(rate=0.06, beta=0).numbers["final"]
