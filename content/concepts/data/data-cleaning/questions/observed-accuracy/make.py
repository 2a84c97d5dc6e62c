"""True accuracy from the accuracy measured against labels of which some are wrong."""

from beikao.kit import Draw, Question, numeric


def make(draw: Draw) -> Question:
    classes, noise, true = draw.choice([2, 4, 5, 10]), draw.integer(2, 8), draw.integer(75, 97)
    e = noise / 100
    seen = round(100 * (true / 100 * (1 - e) + (1 - true / 100) * e / (classes - 1)), 1)
    right = 100 * (seen / 100 - e / (classes - 1)) / (1 - e - e / (classes - 1))
    if abs(right - seen) < 1:
        draw.reject()
    return Question(
        show={"classes": classes, "noise": noise, "seen": seen},
        truth=numeric(right, abs=0.3, unit="%"),
        steps={"luck": e / (classes - 1), "keep": 1 - e},
        wrong={"data-cleaning/test-labels-are-truth": seen},
    )


def second_way(show) -> float:
    """Find the true accuracy whose measured value, by adding up all the cases, is the one seen."""
    from scipy.optimize import brentq

    k, e = show["classes"], show["noise"] / 100

    def measured(a):
        # class 0 is the truth; the prediction is right with a, else one of the others; the label likewise with 1 - e
        predicted = [a] + [(1 - a) / (k - 1)] * (k - 1)
        label = [1 - e] + [e / (k - 1)] * (k - 1)
        return sum(p * q for p, q in zip(predicted, label, strict=True)) - show["seen"] / 100

    return 100 * brentq(measured, 0, 1.2)
