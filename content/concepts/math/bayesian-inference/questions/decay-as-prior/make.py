"""Ridge regression in one dimension as MAP under a Gaussian prior."""

from beikao.kit import Draw, Question, numeric


def make(draw: Draw) -> Question:
    s2, t2 = draw.choice([1, 2, 4, 6, 9]), draw.choice([0.1, 0.2, 0.25, 0.5, 2, 4])
    sxx, sxy = draw.integer(8, 25), draw.integer(8, 40)
    lam, flipped = s2 / t2, t2 / s2
    value, plain, other = sxy / (sxx + lam), sxy / sxx, sxy / (sxx + flipped)
    if min(abs(value - plain), abs(value - other), abs(plain - other)) < 0.0065:
        draw.reject()
    return Question(
        show={"s2": s2, "t2": t2, "sxx": sxx, "sxy": sxy},
        truth=numeric(value, abs=0.002),
        steps={"lam": lam},
        wrong={"bayesian-inference/prior-ignored": plain, "bayesian-inference/weights-by-variance": other},
    )


def second_way(show) -> float:
    """Least squares with one more row: the prior as an observation of w itself at 0."""
    import numpy as np

    rows = np.array([[show["sxx"] ** 0.5 / show["s2"] ** 0.5], [1 / show["t2"] ** 0.5]])
    goals = np.array([show["sxy"] / show["sxx"] ** 0.5 / show["s2"] ** 0.5, 0.0])
    return float(np.linalg.lstsq(rows, goals, rcond=None)[0][0])
