"""Expected cost against the threshold, for calibrated probabilities, a cost ratio and a base rate."""

import numpy as np
from scipy.stats import norm

from beikao.kit import Draw, Figure, Plot, Slider

DISTANCE = 2.0  # of the two unit normals the scores come from
sliders = {
    "ratio": Slider(1, 20, step=1, start=9, label=("漏报代价是误报的几倍", "cost of a miss ÷ false alarm")),
    "percent": Slider(5, 50, step=5, start=20, label=("正例占百分之几", "positives, per cent")),
}


def cost(threshold, ratio, share):
    """Cost per sample, one false alarm being 1."""
    edge = DISTANCE / 2 + (np.log(threshold / (1 - threshold)) - np.log(share / (1 - share))) / DISTANCE
    missed, alarmed = norm.cdf(edge - DISTANCE), norm.sf(edge)
    return ratio * share * missed + (1 - share) * alarmed, missed, alarmed


def figure(draw: Draw, ratio: int, percent: int) -> Figure:
    share = percent / 100
    grid = np.linspace(0.01, 0.99, 99)
    curve = cost(grid, ratio, share)[0]
    best = 1 / (1 + ratio)
    lowest, missed, alarmed = (float(v) for v in cost(best, ratio, share))
    half, half_missed, _ = (float(v) for v in cost(0.5, ratio, share))
    plot = (
        Plot(x=("阈值", "threshold"), y=("平均代价", "mean cost"))
        .line(curve, grid)
        .rule(x=best, label=("公式", "formula"))
        .rule(x=0.5, label=("0.5", "0.5"))
        .points([grid[np.argmin(curve)]], [curve.min()], tone="gold", label=("最低", "lowest"))
    )
    return Figure(
        numbers={"best": best, "found": float(grid[np.argmin(curve)]), "lowest": lowest, "half": half,
                 "missed": missed, "half_missed": half_missed, "alarmed": alarmed},
        plot=plot,
        says={
            "zh": f"漏报贵 {ratio} 倍，正例 {percent}%：最低点在 {best:.3f}，代价 {lowest:.3f}；用 0.5 是 {half:.3f}。"
            f"漏报率从 {half_missed:.0%} 降到 {missed:.0%}。",
            "en": f"A miss costs {ratio} times as much, {percent}% positives: the lowest cost, {lowest:.3f}, is at {best:.3f}; "
            f"at 0.5 it is {half:.3f}. The share missed falls from {half_missed:.0%} to {missed:.0%}.",
        },
    )  # fmt: skip


def claims(at) -> None:
    for ratio in (1, 4, 9, 19):
        for percent in (5, 20, 50):
            state = at(ratio=ratio, percent=percent).numbers
            assert abs(state["found"] - state["best"]) <= 0.006  # the formula, whatever the base rate
    assert at(ratio=9, percent=20).numbers["half"] > 1.5 * at(ratio=9, percent=20).numbers["lowest"]
