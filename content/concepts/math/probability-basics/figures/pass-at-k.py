"""pass@k when problems differ in difficulty: the same mean success rate, another spread."""

from itertools import pairwise

import numpy as np
from scipy.special import betaln

from beikao.kit import Draw, Figure, Plot, Slider

MEAN = 0.288  # the published pass@1 of the 12B Codex model
sliders = {
    "spread": Slider(0, 10, step=1, start=9, label=("难度差异（0 为全都一样）", "spread of difficulty (0: all alike)")),
}


def solved(k, spread):
    """E[1 - (1-p)^k] for p ~ Beta with mean MEAN; the sum of its two parameters halves with every second notch."""
    k = np.asarray(k, dtype=float)
    if spread == 0:
        return 1 - (1 - MEAN) ** k
    total = 2.0 ** (4 - spread / 2)
    a, b = MEAN * total, (1 - MEAN) * total
    return 1 - np.exp(betaln(a, b + k) - betaln(a, b))


def figure(draw: Draw, spread: int) -> Figure:
    k = np.unique(np.round(np.geomspace(1, 100, 40)))
    mixed, alike = solved(k, spread), solved(k, 0)
    plot = (
        Plot(x=("每题采样次数 k", "samples a problem, k"), y=("pass@k", "pass@k"), log_x=True, y_range=(0, 1.02))
        .line(mixed, k, label=("难度有差异", "problems differ"))
        .line(alike, k, label=("1−(1−p)ᵏ", "1−(1−p)ᵏ"), tone="indigo", dash=True)
        .points([1, 100], [MEAN, 0.702], label=("发表的数", "published"), tone="gold")
    )
    at10, at100 = float(solved(10, spread)), float(solved(100, spread))
    return Figure(
        numbers={
            "one": float(solved(1, spread)),
            "ten": at10,
            "hundred": at100,
            "alike_ten": float(solved(10, 0)),
            "alike_hundred": float(solved(100, 0)),
        },
        plot=plot,
        says={
            "zh": f"平均成功率都是 28.8%；这种差异下 pass@10 是 {at10:.0%}，pass@100 是 {at100:.0%}。",
            "en": f"The mean success rate is 28.8% throughout; with this spread pass@10 is {at10:.0%} and pass@100 is {at100:.0%}.",
        },
    )


def claims(at) -> None:
    for spread in range(11):
        assert abs(at(spread=spread).numbers["one"] - MEAN) < 1e-9  # k = 1 sees the mean alone
    assert at(spread=0).numbers["hundred"] > 0.999999
    tens = [at(spread=s).numbers["ten"] for s in range(11)]
    assert all(a > b for a, b in pairwise(tens))  # more spread, less is solved
    assert abs(at(spread=9).numbers["hundred"] - 0.702) < 0.03  # near what was published
