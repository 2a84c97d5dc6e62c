"""Of the pseudo-labels of a rare class, how many are right."""

from beikao.kit import Draw, Question, numeric


def make(draw: Draw) -> Question:
    total = draw.choice([10_000, 20_000, 50_000])
    rare = draw.choice([1, 2, 4, 5, 10])
    hit, alarm = draw.choice([60, 70, 80, 90]), draw.choice([1, 2, 4, 5, 8])
    right = total * rare // 100 * hit // 100
    wrong = total * (100 - rare) // 100 * alarm // 100
    purity = 100 * right / (right + wrong)
    if abs(purity - hit) < 8:
        draw.reject()
    return Question(
        show={"total": total, "rare": rare, "hit": hit, "alarm": alarm},
        truth=numeric(purity, rel=0.02, unit="%"),
        steps={"right": right, "wrong": wrong, "all": right + wrong},
        wrong={"learning-paradigms/confidence-is-accuracy": hit},
    )


def second_way(show) -> float:
    """Bayes' rule on rates."""
    p = show["rare"] / 100
    return 100 / (1 + (1 - p) * show["alarm"] / (p * show["hit"]))
