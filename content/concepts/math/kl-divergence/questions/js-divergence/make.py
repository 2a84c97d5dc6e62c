"""Jensen-Shannon divergence of two coins."""

import math

from beikao.kit import Draw, Question, numeric


def kl(p, q) -> float:
    return sum(a * math.log(a / b) for a, b in zip(p, q, strict=True) if a)


def make(draw: Draw) -> Question:
    a, b = draw.integer(0, 9), draw.integer(1, 10)
    p, q = (a / 10, 1 - a / 10), (b / 10, 1 - b / 10)
    m = tuple((x + y) / 2 for x, y in zip(p, q, strict=True))
    if abs(a - b) < 2:
        draw.reject()
    js = (kl(p, m) + kl(q, m)) / 2
    wrong = {"kl-divergence/direction-free": kl(p, m)} if abs(kl(p, m) - js) > 0.08 * js else {}
    if a > 0 and b < 10:
        wrong["kl-divergence/js-is-mean-of-kls"] = (kl(p, q) + kl(q, p)) / 2
    return Question(
        show={"a": a / 10, "b": b / 10},
        truth=numeric(js, rel=0.02, unit="nats"),
        steps={"m": m[0], "pm": kl(p, m), "qm": kl(q, m)},
        wrong=wrong,
    )


def second_way(show) -> float:
    """scipy gives the root of it."""
    from scipy.spatial.distance import jensenshannon

    return float(jensenshannon([show["a"], 1 - show["a"]], [show["b"], 1 - show["b"]]) ** 2)
