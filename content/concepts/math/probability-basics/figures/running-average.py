"""A Monte Carlo check of a posterior: the running share and its band of two standard errors."""

import numpy as np

from beikao.kit import Draw, Figure, Plot, Slider

sliders = {"power": Slider(8, 18, step=1, start=12, label=("试验次数，2 的几次方", "trials, power of two"))}
BASE, HIT, ALARM = 0.1, 0.9, 0.1
TRUTH = HIT * BASE / (HIT * BASE + ALARM * (1 - BASE))


def figure(draw: Draw, power: int) -> Figure:
    n = 2**power
    rng = np.random.default_rng(20)
    bad = rng.random(n) < BASE
    flag = rng.random(n) < np.where(bad, HIT, ALARM)
    seen, hits = np.cumsum(flag), np.cumsum(flag & bad)
    marks = np.unique(np.round(np.geomspace(64, n, 120)).astype(int)) - 1
    shares = hits[marks] / np.maximum(1, seen[marks])
    half = 2 * np.sqrt(TRUTH * (1 - TRUTH) / np.maximum(1, seen[marks]))
    estimate, se = float(hits[-1] / seen[-1]), float(np.sqrt(TRUTH * (1 - TRUTH) / seen[-1]))
    plot = (
        Plot(
            x=("试验次数", "trials"),
            y=("拦下的里真坏的比例", "share of flagged that is bad"),
            log_x=True,
            y_range=(0.2, 0.8),
        )
        .band(marks + 1, TRUTH - half, TRUTH + half, label=("真值 ± 2 倍标准误", "truth ± 2 standard errors"))
        .line(shares, marks + 1, label=("模拟", "simulated"))
        .rule(y=TRUTH, label=("真值", "truth"))
    )
    return Figure(
        numbers={"estimate": estimate, "truth": TRUTH, "se": se, "n": n, "flagged": int(seen[-1])},
        plot=plot,
        says={
            "zh": f"{n} 次试验里拦下 {int(seen[-1])} 篇，真坏的占 {estimate:.3f}；真值 {TRUTH:.3f}，标准误 {se:.4f}。",
            "en": f"{n} trials flag {int(seen[-1])} documents, {estimate:.3f} of them bad; the truth is {TRUTH:.3f}, the standard error {se:.4f}.",
        },
    )


def claims(at) -> None:
    for power in (8, 12, 16, 18):
        state = at(power=power).numbers
        assert abs(state["estimate"] - state["truth"]) < 3.5 * state["se"]
    ratio = at(power=12).numbers["se"] / at(power=16).numbers["se"]
    assert 3.5 < ratio < 4.5  # sixteen times the trials, a quarter of the error
