"""The corrected first moment after two steps."""

from beikao.kit import Draw, Question, numeric


def make(draw: Draw) -> Question:
    g1, g2 = draw.integer(1, 9), draw.integer(-9, 9)
    beta = draw.choice([0.5, 0.8, 0.9])
    m = beta * (1 - beta) * g1 + (1 - beta) * g2
    right = m / (1 - beta**2)
    if g1 == g2 or abs(right) < 0.3 or abs(right - m) < 0.2:  # equal gradients need no computing
        draw.reject()
    return Question(
        show={"g1": g1, "g2": g2, "beta": beta},
        truth=numeric(right, rel=0.01),
        steps={"m": m, "factor": 1 - beta**2},
        wrong={"adam/bias-correction-optional": m},
    )


def second_way(show) -> float:
    """A weighted mean of both gradients with weights that add up to one."""
    w1, w2 = show["beta"], 1.0
    return (w1 * show["g1"] + w2 * show["g2"]) / (w1 + w2)
