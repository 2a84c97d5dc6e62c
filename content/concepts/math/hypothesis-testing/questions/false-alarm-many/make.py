"""At least one false alarm among m independent tests."""

from beikao.kit import Draw, Question, numeric


def make(draw: Draw) -> Question:
    m, alpha = draw.integer(3, 30), draw.choice([1, 2, 5, 10])
    none = (1 - alpha / 100) ** m
    return Question(
        show={"m": m, "alpha": alpha},
        truth=numeric(100 * (1 - none), rel=0.02, unit="%"),
        steps={"keep": 1 - alpha / 100, "none": none, "bonferroni": alpha / m},
        wrong={"hypothesis-testing/many-tests-uncorrected": alpha},
    )


def second_way(show) -> float:
    """The smallest of m uniform p-values follows Beta(1, m)."""
    from scipy.stats import beta

    return float(100 * beta(1, show["m"]).cdf(show["alpha"] / 100))
