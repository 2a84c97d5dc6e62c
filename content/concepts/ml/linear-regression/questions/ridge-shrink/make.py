"""The ridge coefficient of one centred feature, from two sums."""

from beikao.kit import Draw, Question, numeric


def make(draw: Draw) -> Question:
    n, sxx = draw.choice([10, 20, 25, 40]), draw.choice([20, 30, 40, 50, 80])
    sxy, lam = draw.integer(2, 9) * 10, draw.choice([4, 5, 8, 10, 12, 20])
    right, soft, mean = sxy / (sxx + lam), (sxy - lam) / sxx, sxy / (sxx + n * lam)
    if min(abs(right - soft), abs(right - mean), abs(soft - mean)) < 0.07 * abs(right) or soft <= 0:
        draw.reject()
    return Question(
        show={"n": n, "sxx": sxx, "sxy": sxy, "lam": lam},
        truth=numeric(right, rel=0.01),
        steps={"bottom": sxx + lam, "plain": sxy / sxx, "factor": sxx / (sxx + lam)},
        wrong={"linear-regression/ridge-subtracts": soft, "linear-regression/lambda-scale-free": mean},
    )


def second_way(show) -> float:
    """Two rows of data with these sums, one more row (sqrt(lambda), 0), and an ordinary least-squares solver."""
    import numpy as np

    x = np.array([show["sxx"] ** 0.5, 0.0, show["lam"] ** 0.5])
    y = np.array([show["sxy"] / show["sxx"] ** 0.5, 1.0, 0.0])
    return float(np.linalg.lstsq(x[:, None], y, rcond=None)[0][0])
