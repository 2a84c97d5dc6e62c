"""Eight points and a line moved by hand: the squares that least squares adds up."""

import numpy as np

from beikao.kit import Draw, Figure, Plot, Slider

X = np.arange(1.0, 9.0)
Y = np.array([2.1, 2.4, 3.9, 3.6, 5.2, 5.1, 6.8, 6.5])
sliders = {
    "slope": Slider(0, 1.4, step=0.1, start=0.3, label=("斜率 w", "slope w")),
    "level": Slider(2.5, 6.5, step=0.25, start=4, label=("中点处的高度", "height at the middle")),
}


def figure(draw: Draw, slope: float, level: float) -> Figure:
    middle = X.mean()
    residual = Y - level - slope * (X - middle)
    best = float(np.sum((X - middle) * (Y - Y.mean())) / np.sum((X - middle) ** 2))
    rss = float(np.sum(residual**2))
    lowest = float(np.sum((Y - Y.mean() - best * (X - middle)) ** 2))
    line = level + slope * (X - middle)
    left = (
        Plot(x=("x", "x"), y=("y", "y"), y_range=(-1, 11))
        .arrows(np.stack([X, line], axis=1), np.stack([X, Y], axis=1), tone="gold")
        .line(line, X, label=("你的直线", "your line"))
        .points(X, Y, tone="indigo")
    )
    slopes = np.linspace(0, 1.4, 57)
    curve = [float(np.sum((Y - level - w * (X - middle)) ** 2)) for w in slopes]
    right = (
        Plot(x=("斜率 w", "slope w"), y=("残差平方和", "sum of squares"), y_range=(0, 60))
        .line(curve, slopes, label=("这个高度下", "at this height"))
        .points([slope], [rss], tone="gold")
        .rule(x=best, label=("最小", "lowest"))
    )
    along = float(np.sum(residual * (X - middle)))
    return Figure(
        numbers={
            "rss": rss, "lowest": lowest, "best": best, "mean": float(Y.mean()),
            "sum": float(residual.sum()), "along": along,
        },
        plot=[left, right],
        says={
            "zh": f"斜率 {slope:g}、中点高度 {level:g}：残差平方和 {rss:.2f}，最小能到 {lowest:.2f}；"
            f"残差之和 {residual.sum():.2f}，残差与 x − x̄ 的内积 {along:.2f}。",
            "en": f"Slope {slope:g}, height {level:g} at the middle: the squares add up to {rss:.2f}, {lowest:.2f} is the least; "
            f"the residuals add up to {residual.sum():.2f}, their product with x − x̄ is {along:.2f}.",
        },
    )  # fmt: skip


def claims(at) -> None:
    every = [at(slope=s, level=v).numbers for s in (0, 0.3, 0.7, 1.4) for v in (2.5, 4, 4.5, 6.5)]
    assert all(n["rss"] >= n["lowest"] for n in every)
    for n, s, v in [(at(slope=s, level=v).numbers, s, v) for s in (0.3, 1.0) for v in (3.0, 4.5)]:
        # The gradient of the sum of squares, by differences, is -2 times the two products.
        up = at(slope=s + 0.1, level=v).numbers["rss"] - at(slope=round(s - 0.1, 1), level=v).numbers["rss"]
        assert abs(up / 0.2 + 2 * n["along"]) < 1e-6
    near = at(slope=0.7, level=4.5).numbers
    assert near["rss"] < 1.2 * near["lowest"] and abs(near["along"]) < 2
