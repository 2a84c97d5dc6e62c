"""A chain of two weights with tanh between: the gradient by the first."""

import math

from beikao.kit import Draw, Question, numeric


def make(draw: Draw) -> Question:
    x, w1 = draw.choice([0.5, 1, 1.5, 2, -1]), draw.choice([-0.8, -0.6, -0.4, 0.4, 0.6, 0.8, 1])
    w2, t = draw.choice([-3, -2, -1.5, 1.5, 2, 3]), draw.choice([-2, -1, 0, 1, 2])
    h = math.tanh(w1 * x)
    error = w2 * h - t
    right = error * w2 * (1 - h * h) * x
    wrong = {
        "backprop/derivative-at-output": error * w2 * (1 - math.tanh(h) ** 2) * x,
        "backprop/gate-ignored": error * w2 * x,
    }
    values = [right, *wrong.values()]
    if min(abs(a - b) for i, a in enumerate(values) for b in values[:i]) < 0.05 or abs(right) < 0.1:
        draw.reject()
    return Question(
        show={"x": x, "w1": w1, "w2": w2, "t": t},
        truth=numeric(right, abs=0.01),
        steps={"z": w1 * x, "h": h, "y": w2 * h, "error": error, "back": error * w2, "gate": 1 - h * h},
        wrong=wrong,
    )


def second_way(show) -> float:
    """Central differences of the loss."""

    def loss(w1):
        return 0.5 * (show["w2"] * math.tanh(w1 * show["x"]) - show["t"]) ** 2

    return (loss(show["w1"] + 1e-5) - loss(show["w1"] - 1e-5)) / 2e-5
