"""After how many steps is the gradient below a share of what it was?"""

import math

from beikao.kit import Draw, Question, numeric


def make(draw: Draw) -> Question:
    rho = draw.choice([0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.95])
    share = draw.choice([0.1, 0.05, 0.01, 0.001])
    exact = math.log(share) / math.log(rho)
    right = math.ceil(exact)
    if min(exact % 1, 1 - exact % 1) < 0.02:
        draw.reject()
    linear = math.ceil(round((1 - share) / (1 - rho), 9))
    return Question(
        show={"rho": rho, "share": f"{share:g}"},
        truth=numeric(right),
        steps={"exact": exact},
        wrong={"rnn/linear-fade": linear} if linear != right else {},
    )


def second_way(show) -> float:
    """Multiply until it is below."""
    value, steps = 1.0, 0
    while value >= float(show["share"]):
        value, steps = value * show["rho"], steps + 1
    return float(steps)
