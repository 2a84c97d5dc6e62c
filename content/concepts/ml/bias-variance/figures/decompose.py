"""The same experiment done 400 times: polynomials of one degree, and where their error comes from."""

import numpy as np
from numpy.polynomial import legendre

from beikao.kit import Draw, Figure, Plot, Slider

REPEATS, NOISE, MAX = 400, 0.4, 12
sliders = {
    "degree": Slider(0, 12, step=1, start=1, label=("多项式次数", "degree of the polynomial")),
    "n": Slider(16, 64, step=16, start=16, label=("训练样本数 n", "training samples n")),
}


def truth(x):
    return np.sin(np.pi * x) + 0.5 * x


def fits(n):
    """Predictions on a grid for every degree: a list of (grid, repeats) arrays."""
    rng = np.random.default_rng(2)
    x, grid = np.linspace(-1, 1, n), np.linspace(-0.98, 0.98, 99)
    y = truth(x)[:, None] + NOISE * rng.normal(size=(n, REPEATS))
    return grid, [
        legendre.legvander(grid, d) @ np.linalg.lstsq(legendre.legvander(x, d), y, rcond=None)[0]
        for d in range(MAX + 1)
    ]


def figure(draw: Draw, degree: int, n: int) -> Figure:
    grid, every = fits(n)
    goal = truth(grid)[:, None]
    bias2 = np.array([float(np.mean((f.mean(axis=1, keepdims=True) - goal) ** 2)) for f in every])
    variance = np.array([float(np.mean(f.var(axis=1))) for f in every])
    total = np.array([float(np.mean((f - goal) ** 2)) for f in every]) + NOISE**2
    shown = every[degree]
    left = Plot(x=("x", "x"), y=("y", "y"), y_range=(-2.2, 2.2))
    for k in range(12):
        left.line(shown[::4, k], grid[::4], tone="muted")
    left.line(shown.mean(axis=1), grid, label=("平均的拟合", "mean fit"), tone="indigo")
    left.line(truth(grid), grid, label=("真实", "truth"), dash=True)
    degrees = np.arange(MAX + 1)
    right = (
        Plot(x=("次数", "degree"), y=("平方误差", "squared error"), y_range=(0, 0.9))
        .line(total, degrees, label=("总误差", "total"))
        .line(bias2, degrees, label=("偏差²", "bias²"), tone="indigo", dash=True)
        .line(variance, degrees, label=("方差", "variance"), tone="gold")
        .rule(y=NOISE**2, label=("噪声", "noise"))
        .rule(x=degree)
    )
    return Figure(
        numbers={
            "bias2": bias2[degree].item(),
            "variance": variance[degree].item(),
            "noise": NOISE**2,
            "total": total[degree].item(),
            "best": int(np.argmin(total)),
        },
        plot=[left, right],
        says={
            "zh": f"{degree} 次多项式，{n} 个样本：偏差² {bias2[degree]:.3f}，方差 {variance[degree]:.3f}，"
            f"噪声 {NOISE**2:.2f}，总误差 {total[degree]:.3f}。总误差最小的是 {int(np.argmin(total))} 次。",
            "en": f"Degree {degree} on {n} samples: bias² {bias2[degree]:.3f}, variance {variance[degree]:.3f}, "
            f"noise {NOISE**2:.2f}, total {total[degree]:.3f}. The total is smallest at degree {int(np.argmin(total))}.",
        },
    )


def claims(at) -> None:
    for degree in (0, 3, 9):
        for n in (16, 64):
            s = at(degree=degree, n=n).numbers
            assert abs(s["bias2"] + s["variance"] + s["noise"] - s["total"]) < 1e-9  # the decomposition is exact
    assert at(degree=1, n=16).numbers["bias2"] > 3 * at(degree=1, n=16).numbers["variance"]
    assert at(degree=10, n=16).numbers["variance"] > 10 * at(degree=10, n=16).numbers["bias2"]
    small, large = at(degree=5, n=16).numbers, at(degree=5, n=64).numbers
    assert 3 < small["variance"] / large["variance"] < 6  # four times the data, about a quarter of the variance
    assert abs(at(degree=1, n=16).numbers["bias2"] - at(degree=1, n=64).numbers["bias2"]) < 0.03  # and the same bias
