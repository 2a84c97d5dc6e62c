"""Order three layers by work at a length and a width."""

from beikao.kit import Draw, Question, order


def make(draw: Draw) -> Question:
    d = 128 * draw.integer(2, 16)
    n = round(d * draw.choice([0.1, 0.25, 0.5, 0.7, 1.3, 1.5, 1.7]) / 16) * 16
    work = {"attention": 4 + 2 * n / d, "gru": 6, "lstm": 8}
    ranked = sorted(work, key=work.get)
    return Question(
        show={"d": d, "n": n},
        truth=order(*ranked),
        steps={"ratio": 4 + 2 * n / d},
        wrong={"sequence-model-tradeoffs/quadratic-hurts-short": ["gru", "lstm", "attention"]},
    )


def second_way(show) -> list:
    """Whole numbers of multiply-adds for the whole sequence."""
    n, d = show["n"], show["d"]
    totals = {"attention": 4 * n * d * d + 2 * n * n * d, "gru": 6 * n * d * d, "lstm": 8 * n * d * d}
    return sorted(totals, key=totals.get)
