"""Which L2 strength shrinks a direction as much as stopping after t steps?"""

from beikao.kit import Draw, Question, numeric


def make(draw: Draw) -> Question:
    h, eta, t = draw.choice([0.5, 1, 2, 4]), draw.choice([0.01, 0.02, 0.05]), draw.choice([5, 10, 20, 40])
    left = (1 - eta * h) ** t
    lam = h * left / (1 - left)
    if lam > 20 * h or left < 0.02:
        draw.reject()
    return Question(
        show={"h": h, "eta": eta, "t": t},
        truth=numeric(lam, rel=0.02),
        steps={"left": left, "done": 1 - left, "rough": 1 / (eta * t), "far": eta * h * t},
        wrong={"regularisation/half-forgotten": lam / 2},
    )


def second_way(show) -> float:
    """Descend for t steps, then look for the strength by bisection."""
    w = 0.0
    for _ in range(show["t"]):
        w -= show["eta"] * show["h"] * (w - 1)
    low, high = 1e-9, 1e6
    for _ in range(200):
        mid = (low * high) ** 0.5
        low, high = (mid, high) if show["h"] / (show["h"] + mid) > w else (low, mid)
    return low
