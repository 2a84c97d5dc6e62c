"""A precision measured on balanced data, carried to data where positives are rare."""

from beikao.kit import Draw, Question, numeric


def make(draw: Draw) -> Question:
    hits, false = draw.integer(70, 98), draw.integer(2, 12)  # of 100 positives and 100 negatives
    percent = draw.choice([0.5, 1, 2, 3, 5])
    share = percent / 100
    tp, fp = share * hits, (1 - share) * false
    right, balanced = tp / (tp + fp), hits / (hits + false)
    return Question(
        show={"hits": hits, "false": false, "percent": percent},
        truth=numeric(100 * right, rel=0.02, abs=0.2, unit="%"),
        steps={"balanced": 100 * balanced, "tp": 100 * tp, "fp": 100 * fp},
        wrong={"classification-metrics/precision-travels": 100 * balanced},
    )


def second_way(show) -> float:
    """In odds: the prior odds times the likelihood ratio."""
    odds = show["percent"] / (100 - show["percent"]) * show["hits"] / show["false"]
    return 100 * odds / (1 + odds)
