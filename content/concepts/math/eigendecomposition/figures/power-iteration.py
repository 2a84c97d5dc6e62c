"""Power iteration on a symmetric 2 x 2 matrix: the direction turns towards the top eigenvector."""

import numpy as np

from beikao.kit import Draw, Figure, Plot, Slider

sliders = {
    "ratio": Slider(0.1, 0.9, step=0.1, start=0.5, label=("特征值之比 λ₂/λ₁", "ratio λ₂/λ₁")),
    "steps": Slider(0, 12, step=1, start=4, label=("步数 t", "steps t")),
}
ANGLE = 0.5  # direction of the top eigenvector, radians


def tangent(ratio, t):
    """Tangent of the angle between the iterate and the top eigenvector, from 80 degrees at the start."""
    return np.tan(np.deg2rad(80.0)) * ratio**t


def figure(draw: Draw, ratio: float, steps: int) -> Figure:
    top, second = np.array([np.cos(ANGLE), np.sin(ANGLE)]), np.array([-np.sin(ANGLE), np.cos(ANGLE)])
    a = np.outer(top, top) + ratio * np.outer(second, second)
    v = np.cos(np.deg2rad(80)) * top + np.sin(np.deg2rad(80)) * second
    path = [v]
    for _ in range(steps):
        v = a @ v
        v = v / np.linalg.norm(v)
        path.append(v)
    angle = float(np.rad2deg(np.arctan2(abs(v @ second), v @ top)))
    rayleigh = float(v @ a @ v)
    everything = np.arange(0, 13)
    left = (
        Plot(x=("", ""), y=("", ""), equal=True, x_range=(-0.6, 1.1), y_range=(-0.1, 1.1))
        .arrows([(0, 0)], [tuple(top)], label=("特征向量 v₁", "eigenvector v₁"), tone="indigo")
        .arrows([(0, 0)] * len(path), [tuple(p) for p in path], label=("迭代向量", "iterates"), tone="gold")
    )
    right = (
        Plot(x=("步数 t", "step t"), y=("夹角（度）", "angle (degrees)"), log_y=True)
        .line(np.rad2deg(np.arctan(tangent(ratio, everything))), everything, label=("夹角", "angle"))
        .rule(x=steps)
    )
    return Figure(
        numbers={"angle": angle, "rayleigh": rayleigh, "error": 1.0 - rayleigh},
        plot=[left, right],
        says={
            "zh": f"λ₂/λ₁ = {ratio:g}，{steps} 步之后，与主特征向量的夹角是 {angle:.2f} 度，瑞利商的误差是 {1 - rayleigh:.2g}。",
            "en": f"With λ₂/λ₁ = {ratio:g}, after {steps} steps the angle to the top eigenvector is {angle:.2f} degrees and the Rayleigh quotient is off by {1 - rayleigh:.2g}.",
        },
    )


def claims(at) -> None:
    for ratio, steps in ((0.5, 4), (0.9, 12), (0.2, 3)):
        state = at(ratio=ratio, steps=steps).numbers
        assert abs(np.tan(np.deg2rad(state["angle"])) - tangent(ratio, steps)) < 1e-9
    # the eigenvalue converges with the square of the ratio
    one, two = at(ratio=0.5, steps=9).numbers["error"], at(ratio=0.5, steps=10).numbers["error"]
    assert abs(two / one - 0.25) < 0.01
    assert at(ratio=0.9, steps=12).numbers["angle"] > 50
