"""The loss of y = w2 * w1 * x on one example, as a map over both weights: two valleys and a saddle at the origin."""

import numpy as np

from beikao.kit import Draw, Figure, Plot, Slider

sliders = {"slice": Slider(-45, 45, step=5, start=45, label=("切片角度（度）", "angle of the slice (degrees)"))}
N = 19


def loss(w1, w2):
    return 0.5 * (w1 * w2 - 1.0) ** 2


def figure(draw: Draw, slice: int) -> Figure:
    grid = np.linspace(-2, 2, N)
    values = np.log1p(loss(grid[None, :], -grid[:, None]))
    t = np.linspace(-2, 2, 161)
    c, s = np.cos(np.deg2rad(slice)), np.sin(np.deg2rad(slice))
    along = loss(t * c, t * s)
    h = np.array([[0.0, -1.0], [-1.0, 0.0]])  # Hessian at the origin
    direction = np.array([c, s])
    curvature = float(direction @ h @ direction)
    plots = [
        Plot(title=("log(1+损失)，横 w₁ 纵 w₂", "log(1+loss), w₁ across, w₂ up"), x=("w₁", "w₁"), y=("w₂", "w₂")).heat(
            values
        ),
        Plot(x=("离原点的距离", "distance from the origin"), y=("损失", "loss")).line(
            along, t, label=("沿切片", "along the slice")
        ),
    ]
    return Figure(
        numbers={"curvature": curvature, "at_origin": float(loss(0, 0)), "low": float(along.min())},
        plot=plots,
        says={
            "zh": f"沿 {slice} 度方向穿过原点，原点处曲率是 {curvature:.2f}，沿途最低损失 {along.min():.2f}。",
            "en": f"Through the origin at {slice} degrees the curvature there is {curvature:.2f} and the lowest loss on the way {along.min():.2f}.",
        },
    )


def claims(at) -> None:
    assert at(slice=45).numbers["curvature"] < -0.99 and at(slice=-45).numbers["curvature"] > 0.99  # a saddle
    assert at(slice=45).numbers["low"] < 1e-3 and at(slice=-45).numbers["low"] >= 0.5 - 1e-12
