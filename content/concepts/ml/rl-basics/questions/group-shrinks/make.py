"""The expected update when the baseline is the mean of the group, the sample included."""

from beikao.kit import Draw, Question, numeric


def make(draw: Draw) -> Question:
    g = draw.choice([2, 3, 4, 5, 8])
    p = draw.choice([0.1, 0.2, 0.3, 0.4, 0.6, 0.7, 0.8])
    full = p * (1 - p)
    return Question(
        show={"g": g, "p": p},
        truth=numeric(full * (1 - 1 / g), rel=0.01, abs=0.0005),
        steps={"full": full, "factor": 1 - 1 / g},
        wrong={"rl-basics/group-mean-is-neutral": full, "rl-basics/policy-not-differentiated": 1 - 1 / g},
    )


def second_way(show) -> float:
    """Over all numbers of right answers in the group: the mean of (r - mean)(r - p), its score being r - p."""
    from scipy.stats import binom

    g, p = show["g"], show["p"]
    return sum(
        float(binom.pmf(k, g, p)) * (k * (1 - k / g) * (1 - p) + (g - k) * (0 - k / g) * (0 - p)) / g
        for k in range(g + 1)
    )
