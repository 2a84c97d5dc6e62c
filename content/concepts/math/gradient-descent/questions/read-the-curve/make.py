"""A full-batch loss curve: is the step too small, right, bouncing or too large?"""

from beikao.kit import Draw, Plot, Question, choice


def losses(factor, low, steps=40):
    """Loss of two directions with curvatures 1 and `low` at a rate of `factor` (in units of 1/curvature)."""
    x, y, out = 1.0, 1.0, []
    for _ in range(steps):
        out.append(0.5 * (x * x + low * y * y))
        x, y = x * (1 - factor), y * (1 - factor * low)
    return out


def make(draw: Draw) -> Question:
    kind = draw.choice(["small", "good", "large"])
    factor = {"small": draw.uniform(0.004, 0.012), "good": draw.uniform(0.7, 1.1), "large": draw.uniform(2.08, 2.25)}[
        kind
    ]
    low = draw.uniform(0.3, 0.6)
    curve = losses(factor, low)
    wrong = {
        "small": {"gradient-descent/smaller-is-safer": "good"},
        "large": {"gradient-descent/oscillation-is-noise": "noise"},
    }
    return Question(
        show={"first": round(curve[0], 3), "tenth": float(f"{curve[10]:.3g}"), "last": float(f"{curve[-1]:.3g}")},
        truth=choice(kind),
        wrong=wrong.get(kind, {}),
        plot=Plot(x=("步数", "step"), y=("损失", "loss"), log_y=True).line(curve, range(len(curve))),
    )


def second_way(show) -> str:
    """From three numbers: growing, hardly moving, or gone."""
    if show["last"] > show["first"]:
        return "large"
    return "small" if show["last"] > 0.1 * show["first"] else "good"
