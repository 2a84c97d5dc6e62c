"""Three features with values low, middle, high, equally frequent; the most informative one is not the most linear."""

import math

from beikao.kit import Draw, Question, choice

NAMES = ("first", "second", "third")


def h(p) -> float:
    return -sum(v * math.log2(v) for v in (p, 1 - p) if v > 0)


def information(rates) -> float:
    """Bits about the label, from percentages of good at three equally frequent values."""
    return h(sum(rates) / 300) - sum(h(r / 100) for r in rates) / 3


def make(draw: Draw) -> Question:
    edge = draw.integer(5, 20)
    hill = [edge, draw.integer(85, 97), edge + draw.integer(-4, 4)]
    middle, slope = draw.integer(38, 52), draw.integer(12, 24)
    line = [middle - slope, middle, middle + slope]
    flat = [middle + draw.integer(-6, 6) for _ in range(3)]
    features = dict(zip(NAMES, draw.shuffle([hill, line, flat]), strict=True))
    show = {f"{name}_{i}": rate for name, rates in features.items() for i, rate in enumerate(rates)}
    return Question(
        show=show,
        truth=choice(max(NAMES, key=lambda name: information(features[name]))),
        steps={f"i_{name}": information(rates) for name, rates in features.items()},
        wrong={"mutual-information/mi-is-correlation": next(n for n in NAMES if features[n] is line)},
    )


def second_way(show) -> str:
    """The joint table's KL from independence, by scipy."""
    import numpy as np
    from scipy.stats import entropy

    def bits(name):
        rates = np.array([show[f"{name}_{i}"] for i in range(3)]) / 100
        joint = np.array([rates, 1 - rates]) / 3
        return entropy(joint.ravel(), np.outer(joint.sum(1), joint.sum(0)).ravel(), base=2)

    return max(NAMES, key=bits)
