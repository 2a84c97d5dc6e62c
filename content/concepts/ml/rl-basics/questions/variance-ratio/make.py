"""By what factor the variance of a two-arm policy gradient falls when V is the baseline."""

from beikao.kit import Draw, Question, numeric


def variance(p, a, b, c):
    """Of (R - c) d ln pi / d theta, theta the logit of p."""
    one, two = (a - c) * (1 - p), -(b - c) * p
    mean = p * one + (1 - p) * two
    return p * one**2 + (1 - p) * two**2 - mean**2


def make(draw: Draw) -> Question:
    p = draw.choice([0.2, 0.3, 0.4, 0.6, 0.7, 0.8])
    a, b = draw.sample(range(1, 13), 2)
    value = p * a + (1 - p) * b
    before, after = variance(p, a, b, 0), variance(p, a, b, value)
    if before / after < 1.5 or before / after > 400:
        draw.reject()
    wrong = {"rl-basics/baseline-shifts-gradient": 1.0}
    return Question(
        show={"p": p, "a": a, "b": b},
        truth=numeric(before / after, rel=0.02),
        steps={"value": value, "before": before, "after": after, "one": (a - value) * (1 - p), "two": -(b - value) * p,
               "one0": a * (1 - p), "two0": -b * p, "mean": p * (1 - p) * (a - b)},
        wrong=wrong,
    )  # fmt: skip


def second_way(show) -> float:
    """Two outcomes: the variance is p(1-p) times the squared difference of their values."""
    p, a, b = show["p"], show["a"], show["b"]
    v = p * a + (1 - p) * b
    return ((a * (1 - p) + b * p) / ((a - v) * (1 - p) + (b - v) * p)) ** 2
