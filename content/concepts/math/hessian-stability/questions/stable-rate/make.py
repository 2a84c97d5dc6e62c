"""The largest stable learning rate of heavy-ball momentum on a quadratic."""

from beikao.kit import Draw, Question, numeric


def make(draw: Draw) -> Question:
    top = draw.choice([2, 4, 5, 8, 10, 16, 20, 25, 40])
    beta = draw.choice([0.5, 0.6, 0.8, 0.9])
    return Question(
        show={"top": top, "beta": beta},
        truth=numeric(2 * (1 + beta) / top, rel=0.01),
        steps={"plain": 2 / top},
        wrong={
            "hessian-stability/momentum-lowers-limit": 2 * (1 - beta) / top,
            "hessian-stability/bound-holds-everywhere": 2 / top,
        },
    )


def second_way(show) -> float:
    """Bisect on the rate with the spectral radius of the two-step recursion."""
    import numpy as np

    def radius(lr):
        return max(abs(np.linalg.eigvals(np.array([[1 + show["beta"] - lr * show["top"], -show["beta"]], [1.0, 0.0]]))))

    low, high = 0.5 / show["top"], 8.0 / show["top"]
    for _ in range(80):
        middle = (low + high) / 2
        low, high = (middle, high) if radius(middle) <= 1 + 1e-12 else (low, middle)
    return low
