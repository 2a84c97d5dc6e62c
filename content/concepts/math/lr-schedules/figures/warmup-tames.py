"""Gradient descent on w**4/4 from w = 2: too large a peak diverges at once, and a warm-up saves it."""

from beikao.kit import Draw, Figure, Plot, Slider

STEPS, START, LIMIT = 40, 2.0, 1e3

sliders = {
    "warmup": Slider(0, 16, step=2, start=0, label=("预热步数", "warm-up steps")),
    "peak": Slider(0.2, 1.4, step=0.2, start=0.8, label=("峰值学习率", "peak rate")),
}


def descend(warmup, peak):
    """Losses of the steps, the last one LIMIT where it diverged."""
    w, losses = START, [START**4 / 4]
    for t in range(STEPS):
        rate = peak * (t + 1) / warmup if t < warmup else peak
        w = w - rate * w**3
        losses.append(min(w**4 / 4, LIMIT))
        if losses[-1] >= LIMIT:
            break
    return losses


def figure(draw: Draw, warmup: int, peak: float) -> Figure:
    losses, without = descend(warmup, peak), descend(0, peak)
    plot = Plot(x=("步数", "step"), y=("损失", "loss"), log_y=True, x_range=(0, STEPS), y_range=(1e-5, 2e3))
    if warmup:
        plot.line(without, range(len(without)), label=("不预热", "no warm-up"), tone="muted", dash=True)
    plot.line(losses, range(len(losses)), label=(f"预热 {warmup} 步", f"{warmup} steps of warm-up"))
    diverged = losses[-1] >= LIMIT
    limit = 2 / START**2
    zh = "发散了" if diverged else f"{STEPS} 步后损失 {losses[-1]:.4f}"
    en = "it diverges" if diverged else f"the loss after {STEPS} steps is {losses[-1]:.4f}"
    return Figure(
        numbers={"warmup": warmup, "diverged": int(diverged), "final": losses[-1], "limit": limit},
        plot=plot,
        says={
            "zh": f"峰值 {peak:g}，预热 {warmup} 步：{zh}。起点 w = 2 处，学习率超过 {limit:g} 就会越走越远。",
            "en": f"Peak {peak:g}, {warmup} steps of warm-up: {en}. At the start, w = 2, a rate above {limit:g} "
            "leads further away.",
        },
    )


def claims(at) -> None:
    assert at(warmup=0, peak=0.4).numbers["diverged"] == 0  # below the limit of the start
    for peak in (0.6, 0.8, 1.0, 1.2, 1.4):
        assert at(warmup=0, peak=peak).numbers["diverged"] == 1  # above it
    assert at(warmup=8, peak=0.8).numbers["diverged"] == 0
    assert at(warmup=8, peak=0.8).numbers["final"] < at(warmup=0, peak=0.4).numbers["final"]  # what the peak buys
