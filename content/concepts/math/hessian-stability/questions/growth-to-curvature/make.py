"""Work back from a diverging log to the top curvature."""

from beikao.kit import Draw, Question, numeric


def make(draw: Draw) -> Question:
    lr = draw.choice([0.01, 0.02, 0.05, 0.1, 0.2])
    growth = draw.choice([1.2, 1.3, 1.5, 2.0, 3.0])
    start = draw.choice([0.8, 1.0, 1.5, 2.0])
    losses = [start * growth ** (2 * i) for i in range(4)]
    return Question(
        show={
            "lr": lr,
            "l0": f"{losses[0]:.4g}",
            "l1": f"{losses[1]:.4g}",
            "l2": f"{losses[2]:.4g}",
            "l3": f"{losses[3]:.4g}",
        },
        truth=numeric((1 + growth) / lr, rel=0.03),
        steps={"ratio": growth**2, "growth": growth},
        wrong={"hessian-stability/loss-grows-like-error": (1 + growth**2) / lr},
    )


def second_way(show) -> float:
    """Bisect on the curvature until the simulated loss grows as the log does."""
    target = float(show["l3"]) / float(show["l2"])
    low, high = 2.0 / show["lr"], 100.0 / show["lr"]
    for _ in range(80):
        middle = (low + high) / 2
        low, high = (middle, high) if (1 - show["lr"] * middle) ** 2 < target else (low, middle)
    return low
