"""sklearn's C for a given objective."""

from beikao.kit import Draw, Question, numeric


def make(draw: Draw) -> Question:
    n, lam = draw.choice([50, 100, 200, 400, 500]), draw.choice([0.01, 0.02, 0.05, 0.1, 0.2])
    mean = draw.integer(0, 1)
    scale = n * lam if mean else lam
    other = 1 / lam if mean else 1 / (n * lam)
    if min(abs(1 / scale - lam), abs(other - lam)) < 0.05 * lam:
        draw.reject()
    return Question(
        show={"n": n, "lam": lam, "front": "\\frac1n\\sum_i" if mean else "\\sum_i"},
        truth=numeric(1 / scale, rel=0.01),
        wrong={"logistic-regression/c-is-lambda": lam, "linear-regression/lambda-scale-free": other},
    )


def second_way(show) -> float:
    """The C at which the minimiser for one sample repeated n times is the same under both objectives."""
    from scipy.optimize import brentq
    from scipy.special import expit

    n = show["n"]
    front = 1 / n if "frac" in show["front"] else 1.0
    w = brentq(lambda v: front * n * (expit(v) - 0.8) + show["lam"] * v, -9, 9, xtol=1e-14)
    return brentq(lambda c: c * n * (expit(w) - 0.8) + w, 1e-9, 1e4, xtol=1e-14)
