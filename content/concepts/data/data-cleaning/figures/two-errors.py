"""A quality score, a threshold, and the two errors of a filter at different amounts of rubbish."""

import numpy as np
from scipy.stats import norm

from beikao.kit import Draw, Figure, Plot, Slider

APART = 2.0  # distance of the scores of good and bad documents, in standard deviations
sliders = {
    "cut": Slider(-2, 4, step=0.5, start=1, label=("分数低于多少就删", "remove below this score")),
    "bad": Slider(10, 90, step=10, start=50, label=("语料里坏的占 %", "bad in the corpus, per cent")),
}


def figure(draw: Draw, cut: float, bad: int) -> Figure:
    b = bad / 100
    lost, missed = float(norm.cdf(cut - APART)), float(norm.sf(cut))
    left_bad = b * missed / (b * missed + (1 - b) * (1 - lost))
    removed = b * (1 - missed) + (1 - b) * lost
    grid = np.linspace(-4, 6, 101)
    cuts = np.linspace(-2, 4, 61)
    l, m = norm.cdf(cuts - APART), norm.sf(cuts)
    left = (
        Plot(x=("分数", "score"), y=("篇数", "documents"))
        .line(b * norm.pdf(grid), grid, label=("坏", "bad"), tone="gold", dash=True)
        .line((1 - b) * norm.pdf(grid - APART), grid, label=("好", "good"))
        .rule(x=cut, label=("界", "cut"))
    )
    right = (
        Plot(
            x=("误删的好文档", "good documents lost"),
            y=("留下的里面坏的", "bad among those kept"),
            x_range=(0, 1),
            y_range=(0, 1),
        )
        .line(b * m / (b * m + (1 - b) * (1 - l)), l, tone="indigo")
        .points([lost], [left_bad], tone="gold")
    )
    return Figure(
        numbers={"lost": lost, "missed": missed, "left_bad": left_bad, "removed": removed},
        plot=[left, right],
        says={
            "zh": f"语料里 {bad}% 是坏的，低于 {cut:g} 就删：删掉 {removed:.0%}，好文档误删 {lost:.1%}，留下的里面还有 {left_bad:.1%} 是坏的。",
            "en": f"{bad}% of the corpus is bad, removed below {cut:g}: {removed:.0%} goes, {lost:.1%} of the good is lost, and "
            f"{left_bad:.1%} of what stays is bad.",
        },
    )


def claims(at) -> None:
    rng = np.random.default_rng(0)
    for cut, bad in ((1, 50), (0, 20), (2.5, 80)):
        is_bad = rng.random(200_000) < bad / 100
        kept = rng.normal(size=200_000) + APART * ~is_bad >= cut
        assert abs(at(cut=cut, bad=bad).numbers["left_bad"] - is_bad[kept].mean()) < 0.01
    assert (
        at(cut=1, bad=90).numbers["left_bad"] > 0.5 > at(cut=1, bad=50).numbers["left_bad"] * 2
    )  # the base rate decides
    assert at(cut=2.5, bad=50).numbers["lost"] > 0.6
