"""Two independent causes and one effect: the second cause explains the first away."""

from beikao.kit import Draw, Question, numeric


def make(draw: Draw) -> Question:
    pa, pb = draw.choice([0.1, 0.15, 0.2, 0.3]), draw.choice([0.05, 0.1, 0.2, 0.25])
    s00, s10, s01 = (
        draw.choice([0.01, 0.02, 0.05]),
        draw.choice([0.5, 0.6, 0.7, 0.8]),
        draw.choice([0.6, 0.7, 0.8, 0.9]),
    )
    s11 = 0.95
    x1, x0 = pa * s11, (1 - pa) * s01
    bad = pa * (pb * s11 + (1 - pb) * s10)
    seen = bad / (bad + (1 - pa) * (pb * s01 + (1 - pb) * s00))
    return Question(
        show={"pa": pa, "pb": pb, "s00": s00, "s10": s10, "s01": s01, "s11": s11},
        truth=numeric(x1 / (x1 + x0), abs=0.002),
        steps={"x1": x1, "x0": x0, "rest": 1 - pa, "seen": seen},
        wrong={"bayesian-inference/conditioning-only-separates": seen},
    )


def second_way(show) -> float:
    """The full joint table as an array, sliced and summed."""
    import numpy as np

    a, b = np.array([1 - show["pa"], show["pa"]]), np.array([1 - show["pb"], show["pb"]])
    s = np.array([[show["s00"], show["s01"]], [show["s10"], show["s11"]]])
    joint = np.einsum("a,b,ab->ab", a, b, s)[:, 1]
    return float(joint[1] / joint.sum())
