"""A scalar recurrence of T steps: the loss by its weight, and one step of descent with and without clipping."""

import numpy as np

from beikao.kit import Draw, Figure, Plot, Slider

TARGET, RATE, LIMIT = 0.5, 0.02, 1.0
sliders = {
    "steps": Slider(5, 60, step=5, start=40, label=("步数 T", "steps T")),
    "weight": Slider(0.9, 1.1, step=0.01, start=1.05, label=("权重 w", "weight w")),
}


def loss(w, steps):
    """Half the squared error of w to the power T."""
    return 0.5 * (w**steps - TARGET) ** 2


def figure(draw: Draw, steps: int, weight: float) -> Figure:
    grid = np.linspace(0.88, 1.12, 121)
    grad = (weight**steps - TARGET) * steps * weight ** (steps - 1)
    free = weight - RATE * grad
    held = weight - RATE * (grad if abs(grad) <= LIMIT else LIMIT * np.sign(grad))
    plot = (
        Plot(x=("权重 w", "weight w"), y=("损失", "loss"), log_y=True, x_range=(0.88, 1.12), y_range=(1e-4, 1e4))
        .line(np.clip(loss(grid, steps), 1e-4, 1e4), grid)
        .points([weight], [np.clip(loss(weight, steps), 1e-4, 1e4)], tone="gold", label=("现在", "here"))
        .points(
            [held], [np.clip(loss(held, steps), 1e-4, 1e4)], tone="indigo", label=("裁剪后走一步", "one clipped step")
        )
    )
    return Figure(
        numbers={"grad": float(abs(grad)), "free": float(free), "held": float(held), "loss": float(loss(weight, steps)),
                 "loss_held": float(loss(held, steps))},
        plot=plot,
        says={
            "zh": f"T = {steps}，w = {weight:.2f}：梯度 {grad:.3g}。不裁剪，一步跳到 w = {free:.3g}；梯度裁到 1，走到 {held:.3f}，损失从 {loss(weight, steps):.3g} 到 "
            f"{loss(held, steps):.3g}。",
            "en": f"T = {steps}, w = {weight:.2f}: the gradient is {grad:.3g}. Unclipped, one step goes to w = {free:.3g}; clipped to 1 it goes to {held:.3f} and "
            f"the loss from {loss(weight, steps):.3g} to {loss(held, steps):.3g}.",
        },
    )  # fmt: skip


def claims(at) -> None:
    steep = at(steps=40, weight=1.05).numbers
    assert steep["grad"] > 100 and abs(steep["free"] - 1) > 1 and steep["loss_held"] < steep["loss"]
    assert at(steps=40, weight=0.9).numbers["grad"] < 0.5  # on the other side it is flat
    h = 1e-6
    assert abs((loss(1.05 + h, 40) - loss(1.05 - h, 40)) / (2 * h) - steep["grad"]) < 1e-2
