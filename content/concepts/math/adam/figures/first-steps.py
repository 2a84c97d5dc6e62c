"""Step lengths of Adam under a constant gradient, with and without bias correction."""

import numpy as np

from beikao.kit import Draw, Figure, Plot, Slider

sliders = {
    "beta2": Slider(0.9, 0.99, step=0.01, start=0.95, label=("β₂", "β₂")),
    "scale": Slider(-3, 3, step=1, start=0, label=("梯度放大 10 的几次方", "gradient scale, power of ten")),
}
STEPS, BETA1 = 60, 0.9


def lengths(beta2, g, corrected):
    """Step lengths, in units of the learning rate."""
    m = s = 0.0
    out = []
    for t in range(1, STEPS + 1):
        m, s = BETA1 * m + (1 - BETA1) * g, beta2 * s + (1 - beta2) * g * g
        mean, square = (m / (1 - BETA1**t), s / (1 - beta2**t)) if corrected else (m, s)
        out.append(mean / (np.sqrt(square) + 1e-12))
    return out


def figure(draw: Draw, beta2: float, scale: int) -> Figure:
    g = 10.0**scale
    with_it, without = lengths(beta2, g, True), lengths(beta2, g, False)
    plot = (
        Plot(x=("步数", "step"), y=("步长 ÷ 学习率", "step ÷ learning rate"))
        .line(with_it, label=("有偏差修正", "with bias correction"))
        .line(without, label=("没有修正", "without"), tone="indigo")
    )
    return Figure(
        numbers={"first": with_it[0], "first_raw": without[0], "peak_raw": max(without)},
        plot=plot,
        says={
            "zh": f"β₂ = {beta2:g}，梯度恒为 1e{scale}：有修正时每步都走 {with_it[0]:.2f} 个学习率，没有修正时第一步 {without[0]:.2f}，最多 {max(without):.2f}。",
            "en": f"With β₂ = {beta2:g} and a constant gradient of 1e{scale}, each corrected step is {with_it[0]:.2f} learning rates; uncorrected the first is {without[0]:.2f} and the longest {max(without):.2f}.",
        },
    )


def claims(at) -> None:
    for scale in (-3, 0, 3):
        assert abs(at(beta2=0.95, scale=scale).numbers["first"] - 1) < 1e-6  # the size of the gradient does not matter
    assert at(beta2=0.99, scale=0).numbers["peak_raw"] > 2  # uncorrected steps overshoot
