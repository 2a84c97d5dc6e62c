"""Full-batch descent on a tiny two-weight network from a start past 2/eta: it is driven to where curvature is lower."""

import numpy as np

from beikao.kit import Draw, Figure, Plot, Slider

sliders = {"rate": Slider(0.1, 0.6, step=0.05, start=0.3, label=("学习率 η", "learning rate η"))}
STEPS = 60


def sharpness(a, b):
    """Largest eigenvalue of the Hessian of (a*b - 1)^2 / 2."""
    r = a * b - 1.0
    h = np.array([[b * b, a * b + r], [a * b + r, a * a]])
    return float(np.linalg.eigvalsh(h)[-1])


def run(rate):
    """Curvature and loss along descent from an unbalanced, sharp start."""
    a, b = 3.0, 0.2
    curve, losses = [], []
    for _ in range(STEPS):
        r = a * b - 1.0
        if abs(r) > 1e3:
            break  # diverged
        curve.append(sharpness(a, b))
        losses.append(0.5 * r * r)
        a, b = a - rate * r * b, b - rate * r * a
    return np.array(curve), np.array(losses)


def figure(draw: Draw, rate: float) -> Figure:
    curve, losses = run(rate)
    steps = np.arange(len(curve))
    diverged = len(curve) < STEPS
    bound = 2 / rate
    plots = [
        Plot(x=("步数", "step"), y=("最大曲率", "top curvature"))
        .line(curve, steps, label=("λmax", "λmax"))
        .rule(y=bound, label=("2/η", "2/η"), tone="gold"),
        Plot(x=("步数", "step"), y=("损失", "loss"), log_y=True).line(
            np.maximum(losses, 1e-16), steps, label=("损失", "loss")
        ),
    ]
    return Figure(
        numbers={
            "start": float(curve[0]),
            "end": float(curve[-1]),
            "bound": bound,
            "loss": float(losses[-1]),
            "diverged": int(diverged),
        },
        plot=plots,
        says={
            "zh": f"学习率 {rate:g}：边界 2/η = {bound:.1f}，曲率从 {curve[0]:.1f} 变到 {curve[-1]:.1f}，"
            + ("损失越来越大，发散了。" if diverged else f"最后损失 {losses[-1]:.1e}。"),
            "en": f"At a rate of {rate:g} the bound 2/η is {bound:.1f}; the curvature goes from {curve[0]:.1f} to {curve[-1]:.1f} "
            + ("and the loss grows: it diverges." if diverged else f"and the loss ends at {losses[-1]:.1e}."),
        },
    )


def claims(at) -> None:
    for rate in (0.25, 0.3, 0.4):
        state = at(rate=rate).numbers
        assert state["start"] > state["bound"]  # a start past the bound of a quadratic ...
        assert state["end"] <= state["bound"] * 1.02 and state["loss"] < 1e-3  # ... and it still converges, flatter
    assert at(rate=0.1).numbers["end"] > at(rate=0.4).numbers["end"]  # nothing drives it from the sharp place
    assert at(rate=0.6).numbers["diverged"] == 1  # and there is a limit all the same
