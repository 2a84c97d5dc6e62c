"""A slice through a two-dimensional Gaussian: what seeing x says about y."""

import numpy as np

from beikao.kit import Draw, Figure, Plot, Slider

SX, SY = 1.0, 2.0
sliders = {
    "rho": Slider(-0.9, 0.9, step=0.1, start=0.8, label=("相关系数 ρ", "correlation ρ")),
    "x": Slider(-2, 2, step=0.5, start=1, label=("看到的 x", "x seen")),
}


def density(y, mean, std):
    return np.exp(-0.5 * ((y - mean) / std) ** 2) / (std * np.sqrt(2 * np.pi))


def figure(draw: Draw, rho: float, x: float) -> Figure:
    cov = np.array([[SX**2, rho * SX * SY], [rho * SX * SY, SY**2]])
    mean = float(cov[1, 0] / cov[0, 0] * x)
    var = float(cov[1, 1] - cov[1, 0] ** 2 / cov[0, 0])
    angle = np.linspace(0, 2 * np.pi, 90)
    circle = np.linalg.cholesky(cov) @ np.array([np.cos(angle), np.sin(angle)])
    ends, y = np.array([-3.0, 3.0]), np.linspace(-6, 6, 160)
    joint = Plot(x=("x", "x"), y=("y", "y"), x_range=(-3, 3), y_range=(-6, 6))
    joint.line(circle[1], circle[0], label=("一倍、两倍标准差", "1 and 2 standard deviations"))
    joint.line(2 * circle[1], 2 * circle[0])
    joint.line(cov[1, 0] / cov[0, 0] * ends, ends, label=("E[y|x]", "E[y|x]"), tone="indigo", dash=True).rule(x=x)
    slices = Plot(x=("y", "y"), y=("密度", "density"))
    slices.line(density(y, 0.0, SY), y, label=("没看到 x", "x not seen"), tone="muted", dash=True)
    slices.line(density(y, mean, np.sqrt(var)), y, label=("看到 x 之后", "x seen"))
    return Figure(
        numbers={"mean": mean, "var": var, "std": float(np.sqrt(var)), "shrink": var / SY**2},
        plot=[joint, slices],
        says={
            "zh": f"ρ = {rho:.1f}，看到 x = {x:g}：y 的均值移到 {mean:.2f}，方差从 4 缩到 {var:.2f}。",
            "en": f"With ρ = {rho:.1f} and x = {x:g} seen, the mean of y moves to {mean:.2f}, its variance from 4 to {var:.2f}.",
        },
    )


def claims(at) -> None:
    widths = {round(at(rho=0.8, x=x).numbers["var"], 12) for x in (-2, 0, 1, 2)}
    assert len(widths) == 1  # the width does not depend on the value seen
    assert abs(at(rho=0.8, x=1).numbers["mean"] - 1.6) < 1e-9
    assert abs(at(rho=0.8, x=1).numbers["shrink"] - 0.36) < 1e-9
    assert abs(at(rho=0.0, x=2).numbers["mean"]) < 1e-9 and abs(at(rho=0.0, x=2).numbers["var"] - 4) < 1e-9
