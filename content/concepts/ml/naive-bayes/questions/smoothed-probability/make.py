"""The smoothed probability of a word in a class."""

from beikao.kit import Draw, Question, numeric


def make(draw: Draw) -> Question:
    total, vocabulary = 100 * draw.integer(3, 20), 100 * draw.integer(4, 30)
    count, alpha = draw.integer(2, 40), draw.choice([0.5, 1, 2])
    right = (count + alpha) / (total + alpha * vocabulary)
    return Question(
        show={"count": count, "total": total, "vocabulary": vocabulary, "alpha": alpha},
        truth=numeric(1000 * right, rel=0.01),
        steps={"top": count + alpha, "bottom": total + alpha * vocabulary},
        wrong={
            "naive-bayes/smoothing-in-numerator-only": 1000 * (count + alpha) / total,
            "naive-bayes/vocabulary-forgotten": 1000 * (count + alpha) / (total + alpha),
        } if alpha / total > 0.04 else {
            "naive-bayes/smoothing-in-numerator-only": 1000 * (count + alpha) / total,
        },
    )  # fmt: skip


def second_way(show) -> float:
    """The posterior mean under a symmetric Dirichlet prior: a Beta distribution for this word against all others."""
    from scipy.stats import beta

    others = show["total"] - show["count"] + show["alpha"] * (show["vocabulary"] - 1)
    return 1000 * float(beta(show["count"] + show["alpha"], others).mean())
