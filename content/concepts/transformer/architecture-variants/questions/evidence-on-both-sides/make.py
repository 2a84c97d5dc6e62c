"""A posterior from evidence on both sides."""

from beikao.kit import Draw, Question, numeric


def make(draw: Draw) -> Question:
    a, b = draw.choice([0.2, 0.25, 0.5, 2, 3, 4, 5]), draw.choice([0.1, 0.2, 0.3, 0.5, 2, 4, 6, 10])
    odds = a * b
    right, left = odds / (1 + odds), a / (1 + a)
    if abs(right - left) < 0.05:
        draw.reject()
    return Question(
        show={"a": a, "b": b},
        truth=numeric(right, abs=0.003),
        steps={"odds": odds, "left": left},
        wrong={"architecture-variants/causal-sees-all": left},
    )


def second_way(show) -> float:
    """Bayes' rule twice, each time from the probability before."""
    p = 0.5
    for ratio in (show["a"], show["b"]):
        yes, no = ratio / (1 + ratio) * p, 1 / (1 + ratio) * (1 - p)
        p = yes / (yes + no)
    return p
