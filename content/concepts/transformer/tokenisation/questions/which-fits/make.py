"""How many characters of a bilingual document fit a window."""

from beikao.kit import Draw, Question, numeric


def make(draw: Draw) -> Question:
    window = draw.choice([4096, 8192, 16384, 32768])
    share = draw.choice([20, 30, 40, 50, 60, 70])
    zh, en = round(draw.uniform(0.6, 2.2), 2), round(draw.uniform(0.22, 0.35), 2)
    mean = share / 100 * zh + (1 - share / 100) * en
    right, swapped = window / mean, window / (zh + en) * 2
    if abs(swapped - right) < 0.1 * right or abs(window - right) < 0.1 * right:
        draw.reject()
    return Question(
        show={"window": window, "share": share, "zh": zh, "en": en},
        truth=numeric(right, rel=0.02),
        steps={"mean": mean},
        wrong={"tokenisation/cost-by-characters": window},
    )


def second_way(show) -> float:
    """Fill the window with a hundred characters at a time."""
    hundred = show["share"] * show["zh"] + (100 - show["share"]) * show["en"]
    return 100 * show["window"] / hundred
