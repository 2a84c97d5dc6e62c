"""Mutual information of two correlated Gaussians estimated by counting in bins: too few bins and too many."""

import numpy as np
from scipy.special import ndtr

from beikao.kit import Draw, Figure, Plot, Slider

RHO = 0.8
TRUE = float(-0.5 * np.log(1 - RHO**2))
sliders = {
    "bins": Slider(2, 40, step=2, start=8, label=("每边的箱数", "bins a side")),
    "power": Slider(8, 14, step=1, start=10, label=("样本数 2^k 里的 k", "k in the number of samples 2^k")),
}


def entropy(counts) -> float:
    """Plug-in entropy of counts in nats."""
    p = counts[counts > 0] / counts.sum()
    return float(-np.sum(p * np.log(p)))


def plug_in(u, v, bins) -> float:
    """Information of two columns in (0, 1), counted in bins of equal width."""
    cells = np.bincount((u * bins).astype(int) * bins + (v * bins).astype(int), minlength=bins**2)
    table = cells.reshape(bins, bins)
    return entropy(table.sum(0)) + entropy(table.sum(1)) - entropy(cells)


def figure(draw: Draw, bins: int, power: int) -> Figure:
    n = 2**power
    x, noise = draw.normal(n), draw.normal(n)
    u, v = ndtr(x), ndtr(RHO * x + np.sqrt(1 - RHO**2) * noise)  # to ranks: bins hold equal shares
    ks = list(range(2, 41, 2))
    curve = [plug_in(u, v, k) for k in ks]
    now = curve[ks.index(bins)]
    chance = (bins - 1) ** 2 / (2 * n)
    plot = (
        Plot(x=("每边的箱数", "bins a side"), y=("奈特", "nats"))
        .line(curve, ks, label=("数频率的估计", "estimate by counting"))
        .rule(y=TRUE, label=("真值", "truth"), tone="gold")
        .points([bins], [now], tone="indigo")
    )
    return Figure(
        numbers={"estimate": now, "true": TRUE, "chance": chance},
        plot=plot,
        says={
            "zh": f"{n} 个样本、每边 {bins} 箱：估计 {now:.3f} 奈特，真值 {TRUE:.3f}；独立的两列也会凑出约 {chance:.3f}。",
            "en": f"{n} samples, {bins} bins a side: {now:.3f} nats estimated, {TRUE:.3f} true; unrelated columns would show about {chance:.3f}.",
        },
    )


def claims(at) -> None:
    assert at(bins=2, power=10).numbers["estimate"] < 0.75 * TRUE  # detail lost
    assert at(bins=32, power=10).numbers["estimate"] > 1.3 * TRUE  # chance mistaken for information
    assert abs(at(bins=32, power=14).numbers["estimate"] - TRUE) < 0.1 * TRUE
