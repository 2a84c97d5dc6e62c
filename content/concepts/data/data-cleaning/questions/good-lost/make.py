"""The share of bad documents among those a filter keeps."""

from beikao.kit import Draw, Question, numeric


def make(draw: Draw) -> Question:
    bad, caught, lost = 5 * draw.integer(6, 17), 5 * draw.integer(14, 19), draw.integer(3, 20)
    stay_bad, stay_good = bad * (100 - caught) / 100, (100 - bad) * (100 - lost) / 100
    right = 100 * stay_bad / (stay_bad + stay_good)
    if abs(right - (100 - caught)) < 0.07 * right:
        draw.reject()
    return Question(
        show={"bad": bad, "caught": caught, "lost": lost},
        truth=numeric(right, rel=0.02, unit="%"),
        steps={"stay_bad": stay_bad, "stay_good": stay_good, "missed": 100 - caught},
        wrong={"data-cleaning/rates-have-one-base": 100 - caught},
    )


def second_way(show) -> float:
    """Count on a million documents, with whole numbers."""
    n = 1_000_000
    bad = n * show["bad"] // 100
    kept_bad, kept_good = bad * (100 - show["caught"]) // 100, (n - bad) * (100 - show["lost"]) // 100
    return 100 * kept_bad / (kept_bad + kept_good)
