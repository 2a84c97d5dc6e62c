"""The share of groups whose rewards are all equal."""

from beikao.kit import Draw, Question, numeric


def make(draw: Draw) -> Question:
    g, percent = draw.choice([2, 3, 4, 6, 8]), draw.choice([10, 20, 30, 40, 60, 70, 80, 90])
    p = percent / 100
    right = p**g + (1 - p) ** g
    if p**g < 0.02 or right < 0.05:
        draw.reject()
    return Question(
        show={"g": g, "percent": percent},
        truth=numeric(100 * right, abs=0.3, unit="%"),
        steps={"all": 100 * p**g, "none": 100 * (1 - p) ** g},
        wrong={"rl-basics/only-all-wrong-is-dead": 100 * (1 - p) ** g},
    )


def second_way(show) -> float:
    """One minus the binomial chances of 1 to G - 1 right answers."""
    from scipy.stats import binom

    return 100 * (1 - sum(float(binom.pmf(k, show["g"], show["percent"] / 100)) for k in range(1, show["g"])))
