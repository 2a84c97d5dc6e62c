"""200 ReLU units on standard normal inputs: asleep on a sample, dead on all of them, against the bias."""

import numpy as np
from scipy.stats import norm

from beikao.kit import Draw, Figure, Plot, Slider

UNITS, FAN = 200, 64
sliders = {
    "bias": Slider(-8, 1, step=0.5, start=0, label=("偏置", "bias")),
    "power": Slider(4, 9, step=1, start=8, label=("样本数是 2 的几次方", "samples as a power of two")),
}


def figure(draw: Draw, bias: float, power: int) -> Figure:
    n = 2**power
    w = (2 / FAN) ** 0.5 * draw.normal(FAN, UNITS)  # He
    z = draw.normal(n, FAN) @ w
    highest = z.max(axis=0)
    biases = np.linspace(-8, 1, 55)
    spread = 2**0.5
    asleep = float(np.mean(z + bias <= 0))
    dead = float(np.mean(highest + bias <= 0))
    left = (
        Plot(x=("激活前的值 z", "pre-activation z"), y=("密度", "density"))
        .line(norm.pdf(np.linspace(-12, 6, 91), bias, spread), np.linspace(-12, 6, 91))
        .rule(x=0, label=("醒的门槛", "awake beyond"))
    )
    right = (
        Plot(x=("偏置", "bias"), y=("比例", "share"), y_range=(0, 1.02))
        .line(
            norm.cdf(-biases / spread),
            biases,
            label=("睡着（对一个样本）", "asleep (on a sample)"),
            tone="indigo",
            dash=True,
        )
        .line(
            [np.mean(highest + b <= 0) for b in biases], biases, label=("死亡（对所有样本）", "dead (on all samples)")
        )
        .points([bias, bias], [asleep, dead], tone="gold")
    )
    return Figure(
        numbers={"asleep": asleep, "dead": dead, "n": n},
        plot=[left, right],
        says={
            "zh": f"偏置 {bias:g}，{n} 个样本：平均 {asleep:.1%} 的时候睡着，{dead:.1%} 的单元对所有样本都是 0。",
            "en": f"Bias {bias:g}, {n} samples: asleep {asleep:.1%} of the time; {dead:.1%} of the units give 0 on every sample.",
        },
    )


def claims(at) -> None:
    zero = at(bias=0, power=8).numbers
    assert abs(zero["asleep"] - 0.5) < 0.03 and zero["dead"] == 0
    low = at(bias=-3, power=8).numbers
    assert low["asleep"] > 0.95 and low["dead"] < 0.2  # nearly always asleep, seldom dead
    assert at(bias=-8, power=8).numbers["dead"] > 0.95
    assert at(bias=-4, power=4).numbers["dead"] > at(bias=-4, power=9).numbers["dead"]  # few samples exaggerate
