"""Two correlated features, 300 training sets: where least squares and ridge put the coefficients."""

import numpy as np

from beikao.kit import Draw, Figure, Plot, Slider

REPEATS, N, SHOWN = 300, 30, 80
LAMBDAS = 10.0 ** np.arange(-1, 3.01, 0.25)
sliders = {
    "corr": Slider(0, 0.98, step=0.14, start=0.98, label=("两个特征的相关", "correlation of the features")),
    "power": Slider(-1, 3, step=0.5, start=-1, label=("λ 是 10 的几次方", "λ as a power of ten")),
}


def clouds(draw, corr):
    """Coefficients for every λ (with 0 first): (lambdas, repeats, 2). The truth is (1, 1), the noise 1."""
    z = draw.normal(REPEATS, N, 2)
    x = np.stack([z[..., 0], corr * z[..., 0] + np.sqrt(1 - corr**2) * z[..., 1]], axis=-1)
    y = x.sum(axis=-1) + draw.normal(REPEATS, N)
    a, c = np.sum(x[..., 0] ** 2, axis=1), np.sum(x[..., 1] ** 2, axis=1)
    b = np.sum(x[..., 0] * x[..., 1], axis=1)
    p, q = np.sum(x[..., 0] * y, axis=1), np.sum(x[..., 1] * y, axis=1)
    lam = np.concatenate([[0.0], LAMBDAS])[:, None]
    det = (a + lam) * (c + lam) - b**2
    return np.stack([((c + lam) * p - b * q) / det, ((a + lam) * q - b * p) / det], axis=-1)


def figure(draw: Draw, corr: float, power: float) -> Figure:
    every = clouds(draw, corr)
    error = np.mean(np.sum((every - 1) ** 2, axis=-1), axis=1)
    at = 1 + int(np.argmin(np.abs(LAMBDAS - 10.0**power)))
    left = Plot(x=("w₁", "w₁"), y=("w₂", "w₂"), x_range=(-2, 4), y_range=(-2, 4))
    left.points(every[0, :SHOWN, 0], every[0, :SHOWN, 1], label=("最小二乘", "least squares"), tone="muted")
    left.points(every[at, :SHOWN, 0], every[at, :SHOWN, 1], label=("岭", "ridge"), tone="indigo", hollow=True)
    left.points([1], [1], label=("真值", "truth"), tone="gold")
    right = Plot(x=("λ", "λ"), y=("系数的平均平方误差", "mean squared error of w"), log_x=True, log_y=True)
    right.line(error[1:], LAMBDAS, label=("岭", "ridge")).rule(y=error[0], label=("λ = 0", "λ = 0"))
    right.rule(x=LAMBDAS[at - 1])
    best = int(np.argmin(error[1:]))
    return Figure(
        numbers={"ols": float(error[0]), "ridge": float(error[at]), "least": float(error[1 + best]),
                 "lam": float(LAMBDAS[best])},
        plot=[left, right],
        says={
            "zh": f"相关 {corr:g}，λ = {10.0**power:.3g}：系数的平方误差，最小二乘平均 {error[0]:.2f}，岭 {error[at]:.2f}；"
            f"最好的 λ 约 {LAMBDAS[best]:.3g}，误差 {error[1 + best]:.2f}。",
            "en": f"Correlation {corr:g}, λ = {10.0**power:.3g}: the squared error of the coefficients is {error[0]:.2f} for least "
            f"squares and {error[at]:.2f} for ridge; the best λ is about {LAMBDAS[best]:.3g}, with {error[1 + best]:.2f}.",
        },
    )  # fmt: skip


def claims(at) -> None:
    tight, free = at(corr=0.98, power=1).numbers, at(corr=0, power=1).numbers
    assert tight["ridge"] < tight["ols"] / 4  # correlated: ridge wins by far
    assert free["least"] > 0.7 * free["ols"]  # uncorrelated: hardly anything to gain
    assert at(corr=0, power=3).numbers["ridge"] > 10 * free["ols"]  # too much of it is worse than none
