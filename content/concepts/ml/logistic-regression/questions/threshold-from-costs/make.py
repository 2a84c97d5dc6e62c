"""The best threshold for calibrated probabilities and two costs."""

from beikao.kit import Draw, Question, numeric


def make(draw: Draw) -> Question:
    alarm, miss = draw.choice([1, 2, 3, 5, 10, 20]), draw.choice([1, 4, 8, 10, 30, 60, 100])
    right = alarm / (alarm + miss)
    if min(abs(right - 0.5), abs(1 - 2 * right)) < 0.05:
        draw.reject()
    return Question(
        show={"alarm": alarm, "miss": miss},
        truth=numeric(right, abs=0.005),
        steps={"sum": alarm + miss},
        wrong={"logistic-regression/half-is-the-threshold": 0.5, "logistic-regression/costs-swapped": 1 - right},
    )


def second_way(show) -> float:
    """The lowest probability at which raising the alarm is not dearer, by bisection."""
    low, high = 0.0, 1.0
    for _ in range(60):
        p = (low + high) / 2
        low, high = (low, p) if (1 - p) * show["alarm"] <= p * show["miss"] else (p, high)
    return high
