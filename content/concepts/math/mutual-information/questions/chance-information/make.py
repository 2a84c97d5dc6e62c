"""How much of a counted mutual information is chance: degrees of freedom over twice the samples."""

from beikao.kit import Draw, Question, numeric


def make(draw: Draw) -> Question:
    k, m = draw.integer(5, 40), draw.integer(3, 10)
    n = 100 * draw.integer(-(-k * m // 5), 120)  # twenty or more samples a cell
    truth = 1000 * (k - 1) * (m - 1) / (2 * n)
    return Question(
        show={"k": k, "m": m, "n": n},
        truth=numeric(truth, rel=0.02, unit="millinats"),
        steps={"free": (k - 1) * (m - 1), "double": 2 * n},
        wrong={"mutual-information/plugin-is-unbiased": 0.0},
    )


def second_way(show) -> float:
    """2 n times the counted information is the G statistic, chi-square distributed when the columns are unrelated."""
    from scipy.stats import chi2

    return float(1000 * chi2.mean((show["k"] - 1) * (show["m"] - 1)) / (2 * show["n"]))
