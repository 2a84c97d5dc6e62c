"""The probability of the likeliest token after a change of temperature."""

from beikao.kit import Draw, Question, numeric


def heated(ps, power):
    total = sum(p**power for p in ps)
    return ps[0] ** power / total


def make(draw: Draw) -> Question:
    ps = draw.choice(
        [(0.5, 0.3, 0.2), (0.6, 0.3, 0.1), (0.7, 0.2, 0.1), (0.5, 0.4, 0.1), (0.6, 0.2, 0.2), (0.8, 0.15, 0.05)]
    )
    t = draw.choice([0.5, 0.25, 2, 4, 0.4, 2.5])
    right = heated(ps, 1 / t)
    if right > 0.98:
        draw.reject()
    return Question(
        show={"a": ps[0], "b": ps[1], "c": ps[2], "t": t},
        truth=numeric(right, abs=0.01),
        steps={"power": 1 / t, "top": ps[0] ** (1 / t), "all": sum(p ** (1 / t) for p in ps)},
        wrong={"decoding/temperature-on-probabilities": ps[0], "decoding/temperature-inverted": heated(ps, t)},
    )


def second_way(show) -> float:
    """Through the logits, with scipy's softmax."""
    import numpy as np
    from scipy.special import softmax

    return float(softmax(np.log([show["a"], show["b"], show["c"]]) / show["t"])[0])
