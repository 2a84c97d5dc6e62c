"""How many questions an interval of a wanted width takes."""

from beikao.kit import Draw, Question, numeric


def make(draw: Draw) -> Question:
    n = draw.choice([100, 150, 200, 300, 400, 500])
    ratio = draw.choice([2, 3, 4, 5, 6])
    goal = draw.choice([0.5, 0.8, 1, 1.2, 1.5])
    return Question(
        show={"n": n, "width": goal * ratio, "goal": goal},
        truth=numeric(n * ratio**2, rel=0.01),
        steps={"ratio": ratio, "square": ratio**2},
        wrong={"hypothesis-testing/error-linear-in-n": n * ratio},
    )


def second_way(show) -> float:
    """Count upwards until the standard error of the mean is small enough."""
    spread = show["width"] * show["n"] ** 0.5
    n = show["n"]
    while spread / n**0.5 > show["goal"] * (1 + 1e-9):
        n += 1
    return n
