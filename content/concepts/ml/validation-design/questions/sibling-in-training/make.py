"""How many test samples have a sibling in training when folds ignore groups."""

from beikao.kit import Draw, Question, numeric


def make(draw: Draw) -> Question:
    folds, each = draw.choice([2, 3, 4, 5, 10]), draw.integer(2, 6)
    alone = (1 / folds) ** (each - 1)
    if alone < 0.005 or (each == 2 and folds == 2):
        draw.reject()
    return Question(
        show={"folds": folds, "each": each, "others": each - 1},
        truth=numeric(100 * (1 - alone), abs=0.6, unit="%"),
        steps={"alone": 100 * alone, "others": each - 1},
        wrong={"validation-design/random-split-is-fair": 100 / folds},
    )


def second_way(show) -> float:
    """Sum over how many of the siblings land in the same fold."""
    from scipy.stats import binom

    same = binom(show["each"] - 1, 1 / show["folds"])
    return float(100 * sum(same.pmf(k) for k in range(show["each"] - 1)))
