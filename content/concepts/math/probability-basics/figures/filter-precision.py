"""What a data filter's flagged pile is made of, as the base rate and the false alarm rate move."""

import numpy as np

from beikao.kit import Draw, Figure, Plot, Slider

DOCS = 100_000
HIT = 0.95  # P(flag | bad)

sliders = {
    "base": Slider(1, 100, step=1, start=5, label=("坏文档的比例 ‰", "bad documents, per mille")),
    "alarm": Slider(0.5, 5, step=0.5, start=2, label=("误报率 %", "false alarm rate, %")),
}


def precision(base, alarm):
    """P(bad | flag)."""
    return HIT * base / (HIT * base + alarm * (1 - base))


def figure(draw: Draw, base: int, alarm: float) -> Figure:
    b, a = base / 1000, alarm / 100
    bad, clean = DOCS * b * HIT, DOCS * (1 - b) * a
    share = precision(b, a)
    grid = np.arange(1, 101)
    plots = [
        Plot(title=("被拦下的文档", "documents flagged"), y=("每 10 万篇", "in 100,000")).bars(
            [bad, clean], names=[("真坏", "bad"), ("误拦", "clean")]
        ),
        Plot(
            x=("坏文档的比例 ‰", "bad, per mille"),
            y=("拦下的里有多少真坏", "share of flagged that is bad"),
            y_range=(0, 1),
        )
        .line(precision(grid / 1000, a), grid)
        .rule(x=base)
        .rule(y=HIT, label=("命中率 95%", "hit rate 95%"), tone="indigo"),
    ]
    return Figure(
        numbers={
            "precision": share,
            "bad": bad,
            "clean": clean,
            "missed": DOCS * b * (1 - HIT),
            "flagged": bad + clean,
        },
        plot=plots,
        says={
            "zh": f"坏文档占 {base}‰、误报率 {alarm:g}%：拦下 {bad + clean:.0f} 篇，其中 {share:.1%} 真坏。",
            "en": f"With {base} in 1000 bad and false alarms at {alarm:g}%, {bad + clean:.0f} are flagged and {share:.1%} of them are bad.",
        },
    )


def claims(at) -> None:
    assert at(base=5, alarm=2).numbers["precision"] < 0.2  # most of the flagged pile is clean, hit rate or not
    assert at(base=50, alarm=2).numbers["precision"] > 0.7  # the same filter, a dirtier crawl
    rare, rarer = at(base=2, alarm=2).numbers["precision"], at(base=1, alarm=2).numbers["precision"]
    assert rarer < rare < 0.1
    state = at(base=20, alarm=1).numbers
    assert abs(state["bad"] / (state["bad"] + state["clean"]) - state["precision"]) < 1e-12
