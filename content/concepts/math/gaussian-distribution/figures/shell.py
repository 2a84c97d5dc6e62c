"""How far samples of a standard Gaussian lie from the mean as the dimension grows."""

import numpy as np
from scipy.stats import chi

from beikao.kit import Draw, Figure, Plot, Slider

sliders = {"power": Slider(0, 12, step=1, start=6, label=("维数 d，2 的几次方", "dimension d, power of two"))}


def figure(draw: Draw, power: int) -> Figure:
    d = 2**power
    r = np.linspace(0.01, 2.0, 200)
    scaled = chi.pdf(r * np.sqrt(d), d) * np.sqrt(d)
    near = float(chi.cdf(0.5 * np.sqrt(d), d))
    inside = float(chi.cdf(1.1 * np.sqrt(d), d) - chi.cdf(0.9 * np.sqrt(d), d))
    plot = Plot(x=("半径 ÷ √d", "radius ÷ √d"), y=("密度", "density")).line(scaled, r).rule(x=1)
    return Figure(
        numbers={"d": d, "inside": inside, "near": near, "radius": float(d**0.5)},
        plot=plot,
        says={
            "zh": f"{d} 维：{inside:.1%} 的样本与均值的距离在 √d 的 ±10% 之内，离均值不到一半的占 {near:.2g}。",
            "en": f"In {d} dimensions {inside:.1%} of samples lie within 10% of √d from the mean; a share of {near:.2g} lies within half of it.",
        },
    )


def claims(at) -> None:
    assert at(power=0).numbers["inside"] < 0.15
    assert at(power=12).numbers["inside"] > 0.9999
    assert at(power=6).numbers["near"] < 1e-6
