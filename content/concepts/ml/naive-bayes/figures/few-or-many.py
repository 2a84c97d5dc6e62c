"""Naive Bayes against logistic regression, both linear, as training samples grow and features correlate."""

import numpy as np
from scipy.stats import norm

from beikao.kit import Draw, Figure, Plot, Slider

SIZES, REPEATS, D = [2**i for i in range(3, 11)], 24, 12
sliders = {
    "power": Slider(3, 10, step=1, start=4, label=("样本数是 2 的几次方", "samples as a power of two")),
    "rho": Slider(0, 0.8, step=0.2, start=0, label=("特征之间的相关 ρ", "correlation of the features ρ")),
}
MEAN = np.where(np.arange(D) % 2 == 0, 0.55, 0.1)  # half of the features tell much, half little


def accuracy(w, b, cov):
    """Exact accuracy of a linear rule (one per row of w) on classes at ±MEAN."""
    size = np.sqrt(np.einsum("ri,ij,rj->r", w, cov, w)) + 1e-300
    return (norm.cdf((w @ MEAN + b) / size) + norm.cdf((w @ MEAN - b) / size)) / 2


def naive(x, y):
    """Gaussian naive Bayes with one variance per feature; x (R, n, D), y (n,)."""
    one, zero = x[:, y == 1].mean(axis=1), x[:, y == 0].mean(axis=1)
    centred = x - np.where(y[None, :, None] == 1, one[:, None], zero[:, None])
    w = (one - zero) / ((centred**2).mean(axis=1) + 1e-3)
    return w, -0.5 * np.sum(w * (one + zero), axis=1)


def logistic(x, y):
    """Newton's method, all repeats at once; a ridge of 0.5 on the weights, none on the intercept."""
    full = np.concatenate([x, np.ones((*x.shape[:2], 1))], axis=2)
    ridge = np.diag([0.5] * D + [1e-6])
    w = np.zeros((len(x), D + 1))
    for _ in range(6):
        p = 1 / (1 + np.exp(-np.clip((full @ w[:, :, None])[:, :, 0], -30, 30)))
        turned = full.transpose(0, 2, 1)
        grad = (turned @ (p - y)[:, :, None])[:, :, 0] + w @ ridge
        hessian = (turned * (p * (1 - p))[:, None, :]) @ full + ridge
        w = w - np.linalg.solve(hessian, grad[:, :, None])[:, :, 0]
    return w[:, :D], w[:, D]


def figure(draw: Draw, power: int, rho: float) -> Figure:
    cov = (1 - rho) * np.eye(D) + rho
    rng = np.random.default_rng(5)
    noise = rng.normal(size=(REPEATS, max(SIZES), D)) @ np.linalg.cholesky(cov).T
    y = np.arange(max(SIZES)) % 2
    x = noise + np.where(y == 1, 1.0, -1.0)[:, None] * MEAN
    rows = {"naive": [], "logistic": []}
    for n in SIZES:
        for name, fit in (("naive", naive), ("logistic", logistic)):
            rows[name].append(float(accuracy(*fit(x[:, :n], y[:n]), cov).mean()))
    best = float(norm.cdf(np.sqrt(MEAN @ np.linalg.solve(cov, MEAN))))
    i = power - 3
    plot = (
        Plot(x=("训练样本数", "training samples"), y=("准确率", "accuracy"), log_x=True)
        .line(rows["naive"], SIZES, label=("朴素贝叶斯", "naive Bayes"), tone="indigo")
        .line(rows["logistic"], SIZES, label=("逻辑回归", "logistic regression"), tone="gold", dash=True)
        .rule(y=best, label=("最优", "best possible"))
        .rule(x=SIZES[i])
    )
    nb, lr = rows["naive"][i], rows["logistic"][i]
    return Figure(
        numbers={"n": SIZES[i], "naive": nb, "logistic": lr, "best": best},
        plot=plot,
        says={
            "zh": f"{SIZES[i]} 个样本，ρ = {rho:g}：朴素贝叶斯 {nb:.3f}，逻辑回归 {lr:.3f}，最优 {best:.3f}（{REPEATS} 次平均）。",
            "en": f"{SIZES[i]} samples, ρ = {rho:g}: naive Bayes {nb:.3f}, logistic regression {lr:.3f}, best possible {best:.3f} "
            f"(mean of {REPEATS}).",
        },
    )


def claims(at) -> None:
    few, many = at(power=4, rho=0).numbers, at(power=10, rho=0).numbers
    assert few["naive"] > few["logistic"] + 0.005 and many["best"] - many["naive"] < 0.01
    few, many = at(power=3, rho=0.6).numbers, at(power=10, rho=0.6).numbers
    assert many["logistic"] > many["naive"] + 0.05  # correlated features: more data do not help naive Bayes
