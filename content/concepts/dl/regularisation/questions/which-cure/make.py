"""Training and validation curves of three kinds of run: what should be done to the regularisation?"""

import math

from beikao.kit import Draw, Plot, Question, choice


def make(draw: Draw) -> Question:
    case = draw.choice(["more", "less", "bigger"])
    floor, width = draw.integer(15, 25) / 100, draw.integer(4, 8)
    steps = list(range(41))
    if case == "more":
        drop, passes = 0.0, draw.integer(10, 30)
        train = [1.4 * math.exp(-s / width) + 0.02 for s in steps]
        valid = [1.2 * math.exp(-s / width) + floor + 0.2 + 0.012 * s for s in steps]
    elif case == "less":
        drop, passes = draw.choice([0.6, 0.7, 0.8]), draw.integer(10, 30)
        train = [0.5 * math.exp(-s / width) + floor + 0.62 for s in steps]
        valid = [0.5 * math.exp(-s / width) + floor + 0.62 + draw.integer(1, 3) / 100 for s in steps]
    else:
        drop, passes = 0.0, 1
        train = [1.3 * (1 + s) ** -0.3 + floor for s in steps]
        valid = [t + 0.02 for t in train]
    plot = (
        Plot(x=("步数（千）", "thousand steps"), y=("损失", "loss"), y_range=(0, 1.8))
        .line(valid, steps, label=("验证", "validation"))
        .line(train, steps, label=("训练", "training"), tone="indigo", dash=True)
    )
    wrong = {"regularisation/regularise-one-pass": "more"} if case == "bigger" else {}
    return Question(
        show={"drop": drop, "passes": passes, "train": train[-1], "valid": valid[-1]},
        truth=choice(case),
        wrong=wrong,
        plot=plot,
    )


def second_way(show) -> str:
    """A wide gap, or one pass over the data, or neither."""
    if show["valid"] - show["train"] > 0.3:
        return "more"
    return "bigger" if show["passes"] == 1 else "less"
