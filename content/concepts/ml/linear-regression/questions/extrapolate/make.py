"""Two small runs, one power law, one large budget."""

from beikao.kit import Draw, Question, numeric


def make(draw: Draw) -> Question:
    n1 = draw.choice([50, 80, 100, 120])
    exponent = draw.choice([0.4, 0.45, 0.5, 0.55, 0.6, 0.7])
    near, far = draw.choice([4, 10, 16]), draw.choice([100, 400, 1000])
    n2 = round(n1 * near**exponent)
    import math

    a = math.log(n2 / n1) / math.log(near)
    value = n1 * far**a
    straight = n1 + (n2 - n1) / (near - 1) * (far - 1)
    return Question(
        show={"n1": n1, "n2": n2, "near": near, "far": far},
        truth=numeric(value, rel=0.03),
        steps={"a": a, "times": far**a},
        wrong={"linear-regression/straight-in-raw-units": straight},
    )


def second_way(show) -> float:
    """Fit the line in logarithms with numpy."""
    import numpy as np

    line = np.polyfit(np.log([1, show["near"]]), np.log([show["n1"], show["n2"]]), 1)
    return float(np.exp(np.polyval(line, np.log(show["far"]))))
