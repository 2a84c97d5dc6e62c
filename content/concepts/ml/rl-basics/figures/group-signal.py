"""A group of answers to one prompt, right with probability p: how often do all rewards agree, so that nothing is learnt?"""

import numpy as np

from beikao.kit import Draw, Figure, Plot, Slider

sliders = {
    "group": Slider(2, 64, step=2, start=8, label=("每题采样几个答案 G", "answers per prompt G")),
    "percent": Slider(1, 99, step=1, start=5, label=("答对的概率（%）", "probability of a right answer, %")),
}


def dead(p, g):
    """The probability that all g rewards are equal."""
    return p**g + (1 - p) ** g


def figure(draw: Draw, group: int, percent: int) -> Figure:
    p = percent / 100
    grid = np.linspace(0.01, 0.99, 99)
    here = dead(p, group)
    seen = np.random.default_rng(2).binomial(group, p, 4000)
    plots = [
        Plot(
            x=("答对的概率", "probability of a right answer"),
            y=("没有梯度的组", "groups without gradient"),
            y_range=(0, 1.02),
        )
        .line(dead(grid, group), grid, label=(f"G = {group}", f"G = {group}"))
        .line(dead(grid, 2), grid, label=("G = 2", "G = 2"), tone="muted", dash=True)
        .points([p], [here], tone="gold"),
        Plot(x=("组的大小 G", "group size G"), y=("期望梯度的倍数 1 − 1/G", "factor 1 − 1/G"), y_range=(0, 1.02))
        .line(1 - 1 / np.arange(2, 65), np.arange(2, 65))
        .points([group], [1 - 1 / group], tone="gold"),
    ]
    return Figure(
        numbers={"dead": here, "factor": 1 - 1 / group, "simulated": float(np.mean((seen == 0) | (seen == group)))},
        plot=plots,
        says={
            "zh": f"每题 {group} 个答案，答对的概率 {percent}%：{here:.1%} 的组全对或全错，没有梯度；基线含自己，期望缩成 {1 - 1 / group:.3f} 倍。",
            "en": f"{group} answers a prompt, {percent}% right: {here:.1%} of the groups are all right or all wrong and give no gradient; "
            f"with itself in the baseline the expectation shrinks to {1 - 1 / group:.3f}.",
        },
    )


def claims(at) -> None:
    for g, percent in ((2, 50), (8, 5), (16, 90), (64, 1)):
        state = at(group=g, percent=percent).numbers
        assert abs(state["dead"] - state["simulated"]) < 0.03
    assert at(group=8, percent=5).numbers["dead"] > 0.6 > 0.1 > at(group=64, percent=5).numbers["dead"]
