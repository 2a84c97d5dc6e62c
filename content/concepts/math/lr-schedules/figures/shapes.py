"""Three schedules with one peak, and the expected loss of noisy descent under each: exact recursions, no chance."""

import numpy as np

from beikao.kit import Draw, Figure, Plot, Slider

STEPS, WARMUP = 600, 20
CURVATURE = np.array([1.0, 0.01])
START = np.array([1.0, 100.0])  # squared distances: both directions begin with a loss of 0.5
NOISE = 0.05  # variance of the gradient

sliders = {
    "peak": Slider(0.2, 1.4, step=0.2, start=1.0, label=("峰值学习率", "peak rate")),
    "share": Slider(5, 50, step=5, start=20, label=("WSD 衰减占百分之几", "decay of WSD, per cent")),
}


def rates(peak, share):
    """(3, STEPS): constant, cosine, WSD, each after the same warm-up."""
    t = np.arange(STEPS)
    p = np.clip((t - WARMUP) / (STEPS - WARMUP), 0, 1)
    begin = STEPS * (1 - share / 100)
    q = np.clip((t - begin) / (STEPS - begin), 0, 1)
    shapes = np.array([np.ones(STEPS), (1 + np.cos(np.pi * p)) / 2, 1 - q])
    return peak * shapes * np.minimum(1, (t + 1) / WARMUP)


def losses(table):
    """Expected loss after every step; E[w^2] <- (1 - rate h)^2 E[w^2] + rate^2 noise."""
    square = np.tile(START, (len(table), 1))
    out = []
    for rate in table.T[:, :, None]:
        square = (1 - rate * CURVATURE) ** 2 * square + rate**2 * NOISE
        out.append(0.5 * square @ CURVATURE)
    return np.array(out).T


def figure(draw: Draw, peak: float, share: int) -> Figure:
    table = rates(peak, share)
    loss = losses(table)
    xs = np.arange(1, STEPS + 1)[4::5]
    left = Plot(x=("步数", "step"), y=("学习率", "rate"), y_range=(0, 1.5))
    right = Plot(x=("步数", "step"), y=("期望损失", "expected loss"), log_y=True)
    names = (("恒定", "constant"), ("余弦", "cosine"), ("WSD", "WSD"))
    for name, tone, rate, path in zip(names, ("muted", "ink", "indigo"), table, loss, strict=True):
        left.line(rate[4::5], xs, label=name, tone=tone, dash=tone == "indigo")
        right.line(path[4::5], xs, label=name, tone=tone, dash=tone == "indigo")
    final, middle = loss[:, -1], loss[:, STEPS // 2]
    return Figure(
        numbers={
            "constant": final[0],
            "cosine": final[1],
            "wsd": final[2],
            "constant_half": middle[0],
            "cosine_half": middle[1],
            "wsd_half": middle[2],
        },
        plot=[left, right],
        says={
            "zh": f"峰值 {peak:g}，WSD 衰减占 {share}%：终点的期望损失，恒定 {final[0]:.4f}，余弦 {final[1]:.4f}，"
            f"WSD {final[2]:.4f}。",
            "en": f"Peak {peak:g}, decay of WSD {share}%: expected losses at the end are {final[0]:.4f} for constant, "
            f"{final[1]:.4f} for cosine, {final[2]:.4f} for WSD.",
        },
    )


def claims(at) -> None:
    for peak in (0.8, 1.0, 1.2, 1.4):
        state = at(peak=peak, share=20).numbers
        assert state["cosine"] < 0.5 * state["constant"] and state["wsd"] < 0.5 * state["constant"]
        assert state["wsd_half"] == state["constant_half"]  # the stable part is a constant rate
    assert at(peak=1.2, share=20).numbers["constant"] > at(peak=0.6, share=20).numbers["constant"]  # the plateau
    slow = at(peak=0.2, share=20).numbers
    assert slow["cosine"] > slow["constant"]  # with too low a peak annealing only brakes
