"""The loss of a sample as its logit runs ahead of the others, for hard and for smoothed targets."""

import numpy as np

from beikao.kit import Draw, Figure, Plot, Slider

sliders = {
    "eps": Slider(0, 0.3, step=0.05, start=0.1, label=("平滑 ε", "smoothing ε")),
    "classes": Slider(2, 20, step=1, start=10, label=("类别数 K", "classes K")),
}


def loss(gap, eps, classes):
    """Cross-entropy when the right logit is `gap` above all the others, which are equal."""
    log_sum = np.logaddexp(gap, np.log(classes - 1))
    right = 1 - eps + eps / classes
    return right * (log_sum - gap) + (1 - right) * log_sum


def figure(draw: Draw, eps: float, classes: int) -> Figure:
    gaps = np.linspace(0, 14, 141)
    curve = loss(gaps, eps, classes)
    best = float(np.log((1 - eps + eps / classes) / (eps / classes))) if eps else float("inf")
    seen = float(gaps[int(np.argmin(curve))])
    plot = (
        Plot(x=("正确类的 logit 领先多少", "lead of the right logit"), y=("损失", "loss"), y_range=(0, 3.2))
        .line(curve, gaps, label=("平滑后", "smoothed"))
        .line(loss(gaps, 0.0, classes), gaps, label=("硬标签", "hard"), tone="indigo", dash=True)
    )
    if eps:
        plot = plot.points([best], [float(loss(best, eps, classes))], tone="gold")
    prob = 1 - eps + eps / classes
    low = float(loss(best, eps, classes)) if eps else 0.0
    end_zh = f"最低点在领先 {best:.2f} 处，概率 {prob:.3f}" if eps else "没有最低点，领先越多越好"
    end_en = (
        f"lowest at a lead of {best:.2f}, probability {prob:.3f}"
        if eps
        else "no lowest point, ever more lead is better"
    )
    return Figure(
        numbers={"best": best if eps else 1e9, "seen": seen, "prob": prob, "low": low, "far": float(curve[-1])},
        plot=plot,
        says={"zh": f"ε = {eps:g}，{classes} 类：{end_zh}。", "en": f"ε = {eps:g}, {classes} classes: {end_en}."},
    )


def claims(at) -> None:
    for eps, classes in ((0.1, 10), (0.2, 3), (0.05, 20)):
        state = at(eps=eps, classes=classes).numbers
        assert abs(state["seen"] - state["best"]) <= 0.051  # the formula finds the lowest point of the curve
        assert state["far"] > state["low"] + 0.1
    assert at(eps=0, classes=10).numbers["seen"] == 14  # without smoothing, as far as the axis goes
