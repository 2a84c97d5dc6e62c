"""x -> tanh -> y: the loss along either weight, and the slope that backpropagation gives."""

import numpy as np

from beikao.kit import Draw, Figure, Plot, Slider

X, T = 1.5, 1.0
sliders = {
    "w1": Slider(-2, 2, step=0.25, start=0.5, label=("第一层的权重 w₁", "first weight w₁")),
    "w2": Slider(-3, 3, step=0.5, start=-1, label=("第二层的权重 w₂", "second weight w₂")),
}


def loss(w1, w2):
    return 0.5 * (w2 * np.tanh(w1 * X) - T) ** 2


def gradients(w1, w2):
    """By hand, from the back."""
    h = np.tanh(w1 * X)
    error = w2 * h - T
    return error * w2 * (1 - h**2) * X, error * h


def panel(name, here, slope, curve, low, high):
    xs = np.linspace(low, high, 81)
    value = curve(here)
    near = np.array([here - 0.7, here + 0.7])
    return (
        Plot(x=(name, name), y=("损失", "loss"), y_range=(-0.5, 6))
        .line(np.minimum(curve(xs), 6), xs)
        .line(np.clip(value + slope * (near - here), -0.5, 6), near, tone="gold", label=("反向传播给的斜率", "slope by backprop"))
        .points([here], [min(value, 6)], tone="indigo")
    )  # fmt: skip


def figure(draw: Draw, w1: float, w2: float) -> Figure:
    g1, g2 = (float(g) + 0.0 for g in gradients(w1, w2))
    h = float(np.tanh(w1 * X))
    return Figure(
        numbers={"h": h, "y": w2 * h, "loss": float(loss(w1, w2)), "g1": g1, "g2": g2, "gate": 1 - h * h},
        plot=[
            panel("w₁", w1, g1, lambda v: loss(v, w2), -2.2, 2.2),
            panel("w₂", w2, g2, lambda v: loss(w1, v), -3.2, 3.2),
        ],
        says={
            "zh": f"w₁ = {w1:g}，w₂ = {w2:g}：h = {h:.3f}，y = {w2 * h:.3f}，损失 {loss(w1, w2):.3f}；"
            f"梯度 ∂w₁ = {g1:.3f}，∂w₂ = {g2:.3f}，tanh 放行 {1 - h * h:.3f}。",
            "en": f"w₁ = {w1:g}, w₂ = {w2:g}: h = {h:.3f}, y = {w2 * h:.3f}, loss {loss(w1, w2):.3f}; "
            f"gradients {g1:.3f} by w₁ and {g2:.3f} by w₂; tanh lets {1 - h * h:.3f} through.",
        },
    )


def claims(at) -> None:
    for w1, w2 in ((0.5, -1), (2, 3), (-1.25, 2), (0, 1)):
        state, e = at(w1=w1, w2=w2).numbers, 1e-6
        assert abs((loss(w1 + e, w2) - loss(w1 - e, w2)) / (2 * e) - state["g1"]) < 1e-6
        assert abs((loss(w1, w2 + e) - loss(w1, w2 - e)) / (2 * e) - state["g2"]) < 1e-6
    assert at(w1=0.5, w2=0).numbers["g1"] == 0  # nothing comes back through a zero weight
    assert abs(at(w1=2, w2=-3).numbers["g1"]) < abs(at(w1=0.5, w2=-3).numbers["g1"]) / 5  # saturated
