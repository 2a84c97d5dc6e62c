"""A loss curve that drops late: which schedule made it? The curves are exact recursions of noisy descent."""

import math

from beikao.kit import Draw, Plot, Question, choice

STEPS = 240


def rate(name, t, begin):
    """Share of the peak at step t."""
    if name == "constant":
        return 1.0
    if name == "cosine":
        return (1 + math.cos(math.pi * t / STEPS)) / 2
    if name == "stairs":
        return 1.0 if t < begin else 0.2
    return 1.0 if t < begin else (STEPS - t) / (STEPS - begin)


def path(name, peak, begin, noise):
    """Expected losses: a steep direction with noise and a gentle one without."""
    steep, gentle, out = 1.0, 20.0, []
    for t in range(STEPS):
        eta = peak * rate(name, t, begin)
        steep = (1 - eta) ** 2 * steep + eta * eta * noise
        gentle = (1 - 0.05 * eta) ** 2 * gentle
        out.append(0.5 * (steep + 0.05 * gentle))
    return out


def make(draw: Draw) -> Question:
    name = draw.choice(["constant", "stairs", "wsd"])
    peak, begin = draw.uniform(0.5, 0.9), 8 * draw.integer(17, 24)
    noise = draw.uniform(0.06, 0.15)
    losses = path(name, peak, begin, noise)
    plot = Plot(x=("步数", "step"), y=("损失", "loss"), log_y=True).line(losses[::3], range(1, STEPS + 1, 3))
    return Question(
        show={"steps": STEPS, "before": losses[begin - 1], "soon": losses[begin + 8], "end": losses[-1]},
        truth=choice(name),
        steps={"begin": begin},
        plot=plot,
    )


def second_way(show) -> str:
    """From the losses alone: how far they fall after the bend, and how soon most of that has happened."""
    if show["end"] > 0.8 * show["before"]:
        return "constant"
    return "stairs" if show["before"] - show["soon"] > 0.8 * (show["before"] - show["end"]) else "wsd"
