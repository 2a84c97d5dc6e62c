"""Twelve measurements and a Gaussian that can be moved: the log-likelihood says how well it fits."""

import numpy as np

from beikao.kit import Draw, Figure, Plot, Slider

sliders = {
    "mu": Slider(0, 6, step=0.5, start=1.5, label=("均值 μ", "mean μ")),
    "sigma": Slider(0.4, 3, step=0.2, start=1, label=("标准差 σ", "standard deviation σ")),
}
DATA = np.array([1.1, 1.9, 2.2, 2.6, 2.9, 3.0, 3.2, 3.4, 3.8, 4.1, 4.6, 5.2])


def loglik(mu, sigma):
    return float(np.sum(-0.5 * ((DATA - mu) / sigma) ** 2 - np.log(sigma) - 0.5 * np.log(2 * np.pi)))


def figure(draw: Draw, mu: float, sigma: float) -> Figure:
    best_mu, best_sigma = float(DATA.mean()), float(DATA.std())
    here, best = loglik(mu, sigma), loglik(best_mu, best_sigma)
    x = np.linspace(-1, 8, 160)
    density = np.exp(-0.5 * ((x - mu) / sigma) ** 2) / (sigma * np.sqrt(2 * np.pi))
    plot = (
        Plot(x=("测量值", "measurement"), y=("密度", "density"), y_range=(0, 1.05))
        .line(density, x, label=("你的高斯", "your Gaussian"))
        .points(DATA, np.zeros(len(DATA)), label=("数据", "data"), tone="gold")
    )
    return Figure(
        numbers={
            "loglik": here,
            "best": best,
            "mean": best_mu,
            "std": best_sigma,
            "std_unbiased": float(DATA.std(ddof=1)),
            "at_unbiased": loglik(best_mu, float(DATA.std(ddof=1))),
        },
        plot=plot,
        says={
            "zh": f"μ = {mu:g}、σ = {sigma:g}：对数似然 {here:.2f}，离最大值 {best:.2f} 还差 {best - here:.2f}。",
            "en": f"With μ = {mu:g} and σ = {sigma:g} the log-likelihood is {here:.2f}, {best - here:.2f} below the maximum of {best:.2f}.",
        },
    )


def claims(at) -> None:
    state = at(mu=3, sigma=1.2).numbers
    assert state["loglik"] < state["best"] and state["at_unbiased"] < state["best"]
    assert max(at(mu=m, sigma=1.2).numbers["loglik"] for m in (1.5, 2, 2.5, 3, 3.5, 4)) in (
        at(mu=3, sigma=1.2).numbers["loglik"],
        at(mu=3.5, sigma=1.2).numbers["loglik"],
    )
    assert at(mu=3, sigma=0.4).numbers["loglik"] < at(mu=3, sigma=1.2).numbers["loglik"]
