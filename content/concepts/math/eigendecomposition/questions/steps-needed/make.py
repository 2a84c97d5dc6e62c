"""How many steps of power iteration reduce the tangent of the angle by a factor."""

import math

from beikao.kit import Draw, Question, numeric


def make(draw: Draw) -> Question:
    top = draw.integer(4, 20)
    second = draw.integer(2, top - 1)
    digits = draw.integer(2, 4)
    exact = digits * math.log(10) / math.log(top / second)
    if not 2 < exact < 90 or abs(exact - round(exact)) < 0.05:
        draw.reject()
    squared = math.ceil(exact / 2)
    if abs(squared - math.ceil(exact)) < 1:
        draw.reject()
    return Question(
        show={"top": top, "second": second, "factor": 10**digits},
        truth=numeric(math.ceil(exact)),
        steps={"ratio": second / top, "exact": exact, "digits": digits},
        wrong={"eigendecomposition/error-halves-with-angle": squared},
    )


def second_way(show) -> float:
    """Multiply by the ratio until it is small enough."""
    tangent, t = 1.0, 0
    while tangent > 1.0 / show["factor"]:
        tangent *= show["second"] / show["top"]
        t += 1
    return t
