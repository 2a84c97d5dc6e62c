"""What AdamW leaves of a weight without signal, over a schedule of two rates."""

from beikao.kit import Draw, Question, numeric


def make(draw: Draw) -> Question:
    lam = draw.choice([0.05, 0.1, 0.2])
    first, second = draw.choice([0.001, 0.002, 0.003]), draw.choice([0.0002, 0.0005])
    t1, t2 = draw.choice([1000, 2000, 3000]), draw.choice([2000, 4000, 5000])
    left = (1 - first * lam) ** t1 * (1 - second * lam) ** t2
    doubled = (1 - 2 * first * lam) ** t1 * (1 - 2 * second * lam) ** t2
    if abs(left - doubled) < 0.04 or left < 0.04:
        draw.reject()
    return Question(
        show={"lam": lam, "first": f"{first:g}", "second": f"{second:g}", "t1": t1, "t2": t2},
        truth=numeric(left, abs=0.01),
        steps={"sum": first * t1 + second * t2, "power": -lam * (first * t1 + second * t2)},
        wrong={"regularisation/half-forgotten": doubled, "adam/decay-without-rate": (1 - lam) ** (t1 + t2)},
    )


def second_way(show) -> float:
    """Step by step."""
    w = 1.0
    for rate, steps in ((float(show["first"]), show["t1"]), (float(show["second"]), show["t2"])):
        for _ in range(steps):
            w -= rate * show["lam"] * w
    return w
