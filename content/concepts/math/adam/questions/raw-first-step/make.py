"""How many times too long the first step is without bias correction."""

from beikao.kit import Draw, Question, numeric


def make(draw: Draw) -> Question:
    b1, b2 = draw.choice([0.8, 0.9, 0.95]), draw.choice([0.95, 0.98, 0.99, 0.995, 0.999])
    value = (1 - b1) / (1 - b2) ** 0.5
    if abs(value - 1) < 0.2:
        draw.reject()
    return Question(
        show={"b1": b1, "b2": b2},
        truth=numeric(value, rel=0.02),
        steps={"top": 1 - b1, "bottom": (1 - b2) ** 0.5},
        wrong={"adam/bias-correction-optional": 1.0},
    )


def second_way(show) -> float:
    """Take the step with a gradient of 3."""
    g = 3.0
    m, s = (1 - show["b1"]) * g, (1 - show["b2"]) * g * g
    return m / s**0.5
