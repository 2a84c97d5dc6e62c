"""Twelve least-squares coefficients after L1 and after L2 of the same strength."""

import numpy as np

from beikao.kit import Draw, Figure, Plot, Slider

Z = np.array([3.0, -2.4, 1.7, 1.2, -0.9, 0.6, -0.45, 0.35, 0.25, -0.2, 0.1, 0.05])
sliders = {"strength": Slider(0, 2, step=0.1, start=0.5, label=("强度 λ", "strength λ"))}


def figure(draw: Draw, strength: float) -> Figure:
    lasso = np.sign(Z) * np.maximum(np.abs(Z) - strength, 0)
    ridge = Z / (1 + strength)
    grid = np.linspace(-3.2, 3.2, 129)
    left = (
        Plot(x=("不加惩罚的系数", "coefficient without penalty"), y=("加了之后", "with it"))
        .line(grid, grid, tone="muted", dash=True)
        .line(np.sign(grid) * np.maximum(np.abs(grid) - strength, 0), grid, label=("L1", "L1"))
        .line(grid / (1 + strength), grid, label=("L2", "L2"), tone="indigo")
    )
    at = np.arange(1, len(Z) + 1)
    right = (
        Plot(x=("系数", "coefficient"), y=("|w|", "|w|"), y_range=(0, 3.2))
        .bars(np.abs(Z), at, tone="muted", label=("原来", "before"))
        .points(at, np.abs(lasso), label=("L1", "L1"))
        .points(at, np.abs(ridge), label=("L2", "L2"), tone="indigo", hollow=True)
    )
    zeros = int(np.sum(lasso == 0))
    return Figure(
        numbers={"zeros": zeros, "top_l1": float(abs(lasso[0])), "top_l2": float(abs(ridge[0])), "ridge_zeros": int(np.sum(ridge == 0)),
                 "small_l2": float(abs(ridge[-1]))},
        plot=[left, right],
        says={
            "zh": f"λ = {strength:g}：L1 把 12 个系数里的 {zeros} 个变成正好 0，最大的从 3 减到 {abs(lasso[0]):.2f}；L2 一个零也没有，最大的缩到 {abs(ridge[0]):.2f}。",
            "en": f"λ = {strength:g}: L1 makes {zeros} of 12 coefficients exactly 0 and takes the largest from 3 to {abs(lasso[0]):.2f}; L2 makes none zero "
            f"and the largest becomes {abs(ridge[0]):.2f}.",
        },
    )  # fmt: skip


def claims(at) -> None:
    from scipy.optimize import minimize_scalar

    for strength in (0.3, 0.5, 1.2):
        state = at(strength=strength).numbers
        least = [minimize_scalar(lambda w, z=z, s=strength: 0.5 * (w - z) ** 2 + s * abs(w), bounds=(-4, 4), method="bounded",
                                 options={"xatol": 1e-9}).x for z in Z]  # fmt: skip
        assert sum(abs(w) < 1e-5 for w in least) == state["zeros"] and abs(abs(least[0]) - state["top_l1"]) < 1e-5
        assert state["ridge_zeros"] == 0
