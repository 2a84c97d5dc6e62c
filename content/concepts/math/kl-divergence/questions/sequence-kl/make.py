"""KL of two-token sequences by the chain rule: the second step is weighted by the model in front."""

import math

from beikao.kit import Draw, Question, numeric


def kl(p, q) -> float:
    """KL of two coins with these chances, in nats."""
    return p * math.log(p / q) + (1 - p) * math.log((1 - p) / (1 - q))


def make(draw: Draw) -> Question:
    first, second, after_b = draw.integer(5, 8) / 10, draw.integer(2, 4) / 10, draw.integer(2, 8) / 10
    after_a = (draw.choice([0.8, 0.9]), draw.choice([0.3, 0.4, 0.5]))
    start, rest = kl(first, second), kl(*after_a)
    truth = start + first * rest
    if (1 - first) * rest < 0.07 * truth:
        draw.reject()
    return Question(
        show={"first": first, "second": second, "pa": after_a[0], "qa": after_a[1], "b": after_b},
        truth=numeric(truth, rel=0.02, unit="nats"),
        steps={"start": start, "rest": rest},
        wrong={
            "kl-divergence/direction-free": start + second * rest,
            "entropy/branches-unweighted": start + rest,
        },
    )


def second_way(show) -> float:
    """The four sequences written out."""
    from scipy.stats import entropy

    f, s, pa, qa, b = (show[k] for k in ("first", "second", "pa", "qa", "b"))
    p = [f * pa, f * (1 - pa), (1 - f) * b, (1 - f) * (1 - b)]
    q = [s * qa, s * (1 - qa), (1 - s) * b, (1 - s) * (1 - b)]
    return float(entropy(p, q))
