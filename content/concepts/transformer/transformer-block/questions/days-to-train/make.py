"""Days of training by 6ND."""

from beikao.kit import Draw, Question, numeric


def make(draw: Draw) -> Question:
    n, t = draw.choice([1, 2, 3, 7, 13, 30, 70]), draw.choice([100, 200, 300, 500, 1000, 2000])
    cards, peak, use = 64 * draw.integer(1, 32), draw.choice([300, 400, 600, 1000]), draw.choice([30, 35, 40, 45, 50])
    total, rate = 6e9 * n * t * 1e9, cards * peak * 1e12 * use / 100
    days = total / rate / 86400
    return Question(
        show={"n": n, "t": t, "cards": cards, "peak": peak, "use": use},
        truth=numeric(days, rel=0.01),
        steps={"total": total, "rate": rate, "seconds": total / rate},
        wrong={"transformer-block/training-is-forward": days / 3, "transformer-block/madd-is-one-flop": days / 2},
    )


def second_way(show) -> float:
    """Step by step for one token: forward 2N, gradients by inputs 2N, by weights 2N; then tokens a day."""
    each = 3 * 2 * show["n"] * 1e9
    tokens_a_day = show["cards"] * show["peak"] * 1e12 * show["use"] / 100 * 86400 / each
    return show["t"] * 1e9 / tokens_a_day
