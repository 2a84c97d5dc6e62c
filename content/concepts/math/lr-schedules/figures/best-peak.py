"""Expected loss at the end against the peak rate for three schedules: each has a best peak of its own."""

import numpy as np

from beikao.kit import Draw, Figure, Plot, Slider

CURVATURE = np.array([1.0, 0.01])
START = np.array([1.0, 100.0])
NOISE = 0.05
PEAKS = np.geomspace(0.02, 1.9, 48)

sliders = {"budget": Slider(7, 11, step=1, start=9, label=("总步数是 2 的几次方", "steps, power of two"))}


def shapes(steps):
    """(3, steps): constant, cosine, WSD with a fifth of decay; no warm-up, curvature does not change here."""
    p = np.arange(steps) / steps
    return np.array([np.ones(steps), (1 + np.cos(np.pi * p)) / 2, np.clip((1 - p) / 0.2, 0, 1)])


def final(steps):
    """(3, peaks): the expected loss at the end."""
    square = np.tile(START, (3, len(PEAKS), 1))
    for share in shapes(steps).T:
        rate = (share[:, None] * PEAKS)[:, :, None]
        square = (1 - rate * CURVATURE) ** 2 * square + rate**2 * NOISE
    return 0.5 * square @ CURVATURE


def figure(draw: Draw, budget: int) -> Figure:
    loss = final(2**budget)
    best = loss.argmin(axis=1)
    plot = Plot(x=("峰值学习率", "peak rate"), y=("终点期望损失", "expected loss at the end"), log_x=True, log_y=True)
    names = (("恒定", "constant"), ("余弦", "cosine"), ("WSD", "WSD"))
    for name, tone, row, place in zip(names, ("muted", "ink", "indigo"), loss, best, strict=True):
        plot.line(row, PEAKS, label=name, tone=tone, dash=tone == "indigo")
        plot.points([PEAKS[place]], [row[place]], tone=tone)
    lowest = loss.min(axis=1)
    unfair = loss[0, best[1]] / lowest[1]
    fair = lowest[0] / lowest[1]
    return Figure(
        numbers={
            "unfair": unfair,
            "fair": fair,
            "best_constant": PEAKS[best[0]],
            "best_cosine": PEAKS[best[1]],
            "best_wsd": PEAKS[best[2]],
            "wsd": lowest[2] / lowest[1],
        },
        plot=plot,
        says={
            "zh": f"{2**budget} 步：恒定的最优峰值 {PEAKS[best[0]]:.2f}，余弦 {PEAKS[best[1]]:.2f}。"
            f"各自取最优，恒定是余弦的 {fair:.1f} 倍；都用余弦的峰值，是 {unfair:.1f} 倍。",
            "en": f"{2**budget} steps: the best peak is {PEAKS[best[0]]:.2f} for constant and {PEAKS[best[1]]:.2f} for "
            f"cosine. Each at its best, constant is {fair:.1f} times cosine; at cosine's peak, {unfair:.1f} times.",
        },
    )


def claims(at) -> None:
    for budget in range(7, 12):
        state = at(budget=budget).numbers
        assert state["best_constant"] < state["best_cosine"]  # a constant rate wants a lower peak
        assert 1 < state["fair"] < state["unfair"]  # annealing helps, and less than the careless comparison says
