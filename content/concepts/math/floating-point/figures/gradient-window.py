"""How much of a log-normal gradient distribution FP16 can hold, for a loss scale of 2 to the power s."""

import math

import numpy as np

from beikao.kit import Draw, Figure, Plot, Slider

CENTRE, SPREAD = -22.0, 4.0  # log2 of the gradients: mean and standard deviation, an imagined distribution
ZERO_BELOW, NORMAL_FROM = -25.0, -14.0  # half of the smallest subnormal rounds to 0
LARGEST = math.log2(65504)

sliders = {"scale": Slider(0, 40, step=2, start=0, label=("损失缩放 2 的几次方 s", "loss scale, power of two s"))}


def below(x, centre):
    """Share of the distribution below x."""
    return 0.5 * (1 + math.erf((x - centre) / (SPREAD * math.sqrt(2))))


def figure(draw: Draw, scale: int) -> Figure:
    centre = CENTRE + scale
    zero, over = below(ZERO_BELOW, centre), 1 - below(LARGEST, centre)
    coarse = below(NORMAL_FROM, centre) - zero
    x = np.linspace(-45, 35, 161)
    density = np.exp(-0.5 * ((x - centre) / SPREAD) ** 2)
    inside = (x >= NORMAL_FROM) & (x <= LARGEST)
    plot = (
        Plot(x=("log₂ 梯度大小", "log₂ of the gradient"), y=("密度（峰为 1）", "density (peak 1)"), y_range=(0, 1.1))
        .line(density, x, label=("缩放后的梯度", "scaled gradients"))
        .rule(x=ZERO_BELOW, label=("舍成 0", "rounds to 0"))
        .rule(x=NORMAL_FROM, label=("正规数", "normal"))
        .rule(x=LARGEST, label=("溢出", "overflow"))
    )
    if inside.any():
        plot.band(x[inside], np.zeros(inside.sum()), density[inside])
    return Figure(
        numbers={"zero": zero, "over": over, "coarse": coarse, "good": 1 - zero - over - coarse},
        plot=plot,
        says={
            "zh": f"缩放 2 的 {scale} 次方：{zero:.1%} 变成 0，{coarse:.1%} 落在变粗的非正规区，{over:.1%} 溢出。",
            "en": f"Scaled by 2 to the power {scale}: {zero:.1%} become 0, {coarse:.1%} are coarse subnormals, "
            f"{over:.1%} overflow.",
        },
    )


def claims(at) -> None:
    assert at(scale=0).numbers["zero"] > 0.2  # unscaled, a fifth is lost
    assert at(scale=16).numbers["good"] > 0.97
    assert at(scale=36).numbers["over"] > 0.25  # too much of a good thing
    held = [at(scale=s).numbers["good"] for s in range(0, 41, 2)]
    best = held.index(max(held))
    assert 0 < best < len(held) - 1 and held[0] < held[best] > held[-1]
