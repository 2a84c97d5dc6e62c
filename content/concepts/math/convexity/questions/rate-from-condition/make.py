"""Steps of gradient descent from the condition number."""

import math

from beikao.kit import Draw, Question, numeric


def make(draw: Draw) -> Question:
    mu = draw.integer(1, 5)
    big = mu * draw.integer(4, 40)
    digits = draw.integer(2, 4)
    kappa = big / mu
    exact = digits * math.log(10) / -math.log((kappa - 1) / (kappa + 1))
    if abs(exact - round(exact)) < 0.03:
        draw.reject()
    slow = digits * math.log(10) / -math.log(1 - 1 / kappa)
    if math.ceil(slow) == math.ceil(exact):
        draw.reject()
    return Question(
        show={"mu": mu, "big": big, "factor": 10**digits},
        truth=numeric(math.ceil(exact)),
        steps={"kappa": kappa, "contract": (kappa - 1) / (kappa + 1)},
        wrong={"convexity/smooth-and-strong-swapped": math.ceil(slow)},
    )


def second_way(show) -> float:
    """Run it on the two extreme directions at the best rate."""
    rate = 2 / (show["mu"] + show["big"])
    x, steps = [1.0, 1.0], 0
    while max(map(abs, x)) > 1 / show["factor"]:
        x = [x[0] * (1 - rate * show["mu"]), x[1] * (1 - rate * show["big"])]
        steps += 1
    return steps
