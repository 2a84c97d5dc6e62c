"""How many questions halve, third or quarter a standard error."""

from beikao.kit import Draw, Question, numeric


def make(draw: Draw) -> Question:
    factor, n = draw.choice([2, 3, 4, 5]), 50 * draw.integer(2, 12)
    accuracy = draw.choice([0.5, 0.6, 0.7, 0.8])
    se = round(100 * (accuracy * (1 - accuracy) / n) ** 0.5, 1)
    return Question(
        show={"n": n, "se": se, "goal": se / factor},
        truth=numeric(n * factor**2, rel=0.02),
        steps={"factor": factor, "square": factor**2},
        wrong={"probability-basics/error-falls-as-n": n * factor},
    )


def second_way(show) -> float:
    """The variance of one answer, recovered from the first error, divided by the variance wanted."""
    one = show["n"] * (show["se"] / 100) ** 2
    return one / (show["goal"] / 100) ** 2
