"""The exact two-sided McNemar p-value from the two kinds of split questions."""

from math import comb

from beikao.kit import Draw, Question, numeric


def make(draw: Draw) -> Question:
    n = draw.choice([200, 300, 400, 500, 800])
    losses = draw.integer(0, 4)
    wins = losses + draw.integer(4, 9)
    split = wins + losses
    ways = sum(comb(split, i) for i in range(losses + 1))
    p = 2 * ways / 2**split
    return Question(
        show={"n": n, "wins": wins, "losses": losses},
        truth=numeric(p, rel=0.03),
        steps={"split": split, "ways": ways, "all": 2**split},
        wrong={"hypothesis-testing/one-sided-reported": p / 2},
    )


def second_way(show) -> float:
    """scipy's exact binomial test."""
    from scipy.stats import binomtest

    return float(binomtest(show["wins"], show["wins"] + show["losses"], 0.5).pvalue)
