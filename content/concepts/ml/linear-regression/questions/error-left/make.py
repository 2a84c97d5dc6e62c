"""What gradient descent leaves of the error along the flattest direction."""

from beikao.kit import Draw, Question, numeric


def make(draw: Draw) -> Question:
    steep, kappa = draw.choice([1, 2, 4, 5]), draw.choice([20, 25, 40, 50])
    flat, rate = steep / kappa, 0.5 / steep
    steps = draw.choice([10, 20, 30, 50, 80])
    left = (1 - rate * flat) ** steps
    if not 0.1 < left < 0.93:
        draw.reject()
    return Question(
        show={"flat": flat, "steep": steep, "steps": steps, "rate": rate},
        truth=numeric(left, abs=0.01),
        steps={"product": rate * flat, "fast": (1 - rate * steep) ** steps, "kappa": steep / flat},
        wrong={"linear-regression/one-rate-for-all": (1 - rate * steep) ** steps},
    )


def second_way(show) -> float:
    """Run the descent on the quadratic with these two curvatures."""
    import numpy as np

    h, w = np.array([show["flat"], show["steep"]]), np.ones(2)
    for _ in range(show["steps"]):
        w = w - show["rate"] * h * w
    return float(np.max(np.abs(w)))
