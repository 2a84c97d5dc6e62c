"""The rate of an exponential distribution from gaps between requests."""

from beikao.kit import Draw, Question, numeric


def make(draw: Draw) -> Question:
    n = draw.integer(4, 6)
    data = [draw.integer(1, 9) for _ in range(n)]
    total = sum(data)
    if total <= 1.3 * n:
        draw.reject()
    return Question(
        show={"n": n, "data": ", ".join(map(str, data))},
        truth=numeric(n / total, abs=0.002),
        steps={"total": total, "mean": total / n},
        wrong={"mle/rate-is-mean": total / n, "mle/unbiased-is-mle": (n - 1) / total},
    )


def second_way(show) -> float:
    """scipy maximises the likelihood of a scale numerically."""
    import numpy as np
    from scipy.optimize import minimize_scalar

    x = np.array([float(v) for v in show["data"].split(",")])
    found = minimize_scalar(
        lambda r: -np.sum(np.log(r) - r * x), bounds=(1e-3, 5), method="bounded", options={"xatol": 1e-9}
    )
    return float(found.x)
