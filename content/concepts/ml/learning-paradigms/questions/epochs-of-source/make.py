"""How often a source is seen when its share of the mixture is not its share of the tokens."""

from beikao.kit import Draw, Question, numeric


def make(draw: Draw) -> Question:
    budget = draw.choice([200, 300, 400, 600, 800])
    share = draw.choice([2, 3, 5, 8, 10, 20])
    size = draw.integer(3, 40)
    whole = size + draw.integer(300, 900)
    truth = budget * share / 100 / size
    if abs(truth / (budget / whole) - 1) < 0.25:
        draw.reject()
    return Question(
        show={"budget": budget, "share": share, "size": size, "whole": whole},
        truth=numeric(truth, rel=0.05),
        steps={"seen": budget * share / 100, "seen_yi": budget * share // 10},  # in billions and, for Chinese, in 10^8
        wrong={"learning-paradigms/amount-is-enough": budget / whole},
    )


def second_way(show) -> float:
    """Draw tokens from the mixture and count how often one token of the source comes up."""
    per_token = show["share"] / 100 / show["size"]  # probability that a drawn token is this one, in units of 1/billion
    return sum([per_token * 10] * (show["budget"] // 10))
