"""One signal copied k times beside an independent one: what is true, against what naive Bayes reports."""

from beikao.kit import Draw, Question, numeric


def prob(odds) -> float:
    return odds / (1 + odds)


def make(draw: Draw) -> Question:
    ratio, k = draw.choice([1.5, 2, 2.5, 3]), draw.integer(2, 5)
    other = draw.choice([2, 3, 4, 5, 6, 8])
    true, said = prob(ratio / other), prob(ratio**k / other)
    if abs(true - said) < 0.05:
        draw.reject()
    return Question(
        show={"ratio": ratio, "k": k, "other": other},
        truth=numeric(true, abs=0.01),
        steps={"odds": ratio / other, "said_odds": ratio**k / other, "said": said},
        wrong={"naive-bayes/copies-are-evidence": said},
    )


def second_way(show) -> float:
    """Bayes' rule on a joint table: the words come all together or not at all, the other evidence is independent."""
    p = 0.3 / show["ratio"]  # P(words | no advertisement); with an advertisement it is 0.3
    q = 0.9 / show["other"]  # P(other | advertisement); without it is 0.9
    return 0.5 * 0.3 * q / (0.5 * 0.3 * q + 0.5 * p * 0.9)
