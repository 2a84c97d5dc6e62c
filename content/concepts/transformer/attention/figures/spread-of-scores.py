"""Softmax over 64 random keys as the width grows, with and without the division by its root: weights and gradient."""

import numpy as np

from beikao.kit import Draw, Figure, Plot, Slider

KEYS, QUERIES, POWERS = 64, 16, list(range(2, 11))
sliders = {"power": Slider(2, 10, step=1, start=6, label=("宽度 d = 2^p 里的 p", "p in the width d = 2^p"))}


def softmax(scores):
    e = np.exp(scores - scores.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


def at_width(draw: Draw, power: int):
    """Weights without and with scaling, each (queries, keys), and the spread of the raw scores."""
    d = 2**power
    stream, sets = draw.child(f"width {power}"), max(1, 64 // d)  # narrow keys scatter more, so more sets of them
    queries, keys = stream.normal(sets, QUERIES, d), stream.normal(sets, KEYS, d)
    scores = (queries @ keys.swapaxes(1, 2)).reshape(-1, KEYS)
    return softmax(scores), softmax(scores / np.sqrt(d)), float(scores.std())


def figure(draw: Draw, power: int) -> Figure:
    all_widths = {p: at_width(draw, p) for p in POWERS}
    tops = np.array([[w.max(axis=1).mean() for w in all_widths[p][:2]] for p in POWERS])
    raw, scaled, spread = all_widths[power]
    order = np.arange(1, 17)
    left = (
        Plot(title=("一个查询，前 16 名", "one query, the first 16"), x=("名次", "rank"), y=("权重", "weight"), y_range=(0, 1))
        .line(np.sort(raw[0])[::-1][:16], order, label=("不缩放", "not scaled"), tone="gold")
        .line(np.sort(scaled[0])[::-1][:16], order, label=("除以 √d", "divided by √d"))
    )  # fmt: skip
    right = (
        Plot(title=("最大权重的平均", "mean largest weight"), x=("宽度 d", "width d"), log_x=True, y_range=(0, 1))
        .line(tops[:, 0], [2**p for p in POWERS], tone="gold")
        .line(tops[:, 1], [2**p for p in POWERS])
        .points([2**power] * 2, tops[POWERS.index(power)], tone="indigo")
    )
    slopes = [float((1 - (w**2).sum(axis=1)).mean()) for w in (raw, scaled)]  # trace of the softmax Jacobian
    top_raw, top_scaled = (float(v) for v in tops[POWERS.index(power)])
    return Figure(
        numbers={
            "d": 2**power, "raw": top_raw, "scaled": top_scaled, "slope_raw": slopes[0], "slope_scaled": slopes[1],
            "spread": spread, "root": float(2 ** (power / 2)),
        },
        plot=[left, right],
        says={
            "zh": f"d = {2**power}：点积的标准差 {spread:.1f}。不缩放，最大权重平均 {top_raw:.2f}，可传的梯度 {slopes[0]:.2f}；"
            f"除以 √d，{top_scaled:.2f} 和 {slopes[1]:.2f}。",
            "en": f"d = {2**power}: dot products have a standard deviation of {spread:.1f}. Not scaled, the largest weight is {top_raw:.2f} "
            f"on average and the gradient that passes {slopes[0]:.2f}; divided by √d, {top_scaled:.2f} and {slopes[1]:.2f}.",
        },
    )  # fmt: skip


def claims(at) -> None:
    states = {p: at(power=p).numbers for p in (2, 4, 6, 8, 10)}
    for state in states.values():
        assert abs(state["spread"] / state["root"] - 1) < 0.15  # the deviation is the root of the width
        assert state["scaled"] < 0.2 and state["slope_scaled"] > 0.9
    assert states[10]["raw"] > 0.9 and states[4]["raw"] > 0.5
    assert states[10]["slope_raw"] < 0.15
