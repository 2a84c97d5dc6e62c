"""AUC of a handful of scores, some of them tied."""

from beikao.kit import Draw, Question, numeric


def make(draw: Draw) -> Question:
    positive = [draw.integer(3, 9) for _ in range(draw.integer(3, 4))]
    negative = [draw.integer(1, 7) for _ in range(draw.integer(3, 5))]
    pairs = len(positive) * len(negative)
    won = sum(p > n for p in positive for n in negative)
    ties = sum(p == n for p in positive for n in negative)
    truth = (won + ties / 2) / pairs
    if not ties or truth in (0.5, 1.0):
        draw.reject()
    words = [", ".join(f"0.{v}" for v in xs) for xs in (positive, negative)]
    return Question(
        show={"positive": words[0], "negative": words[1]},
        truth=numeric(truth, abs=0.006),
        steps={"pairs": pairs, "won": won, "ties": ties},
        wrong={
            "classification-metrics/ties-lose": won / pairs,
            "classification-metrics/ties-win": (won + ties) / pairs,
        },
    )


def second_way(show) -> float:
    """By ranks, ties sharing the mean rank."""
    from scipy.stats import rankdata

    a, b = ([float(v) for v in show[k].split(",")] for k in ("positive", "negative"))
    rank = rankdata(a + b)[: len(a)].sum()
    return float((rank - len(a) * (len(a) + 1) / 2) / (len(a) * len(b)))
