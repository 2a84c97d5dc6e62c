"""The definition seen: a chord above the graph everywhere, or not. f(x) = x^2 + a cos(3x) loses convexity as a grows."""

import numpy as np

from beikao.kit import Draw, Figure, Plot, Slider

sliders = {
    "a": Slider(0, 0.6, step=0.05, start=0.15, label=("扰动强度 a", "strength a")),
    "left": Slider(-2, 0, step=0.25, start=-1.5, label=("弦的左端", "left end of the chord")),
}
X = np.linspace(-2.2, 2.2, 301)


def f(x, a):
    return x**2 + a * np.cos(3 * x)


def figure(draw: Draw, a: float, left: float) -> Figure:
    right = 1.5
    xs = np.linspace(left, right, 200)
    chord = f(left, a) + (xs - left) / (right - left) * (f(right, a) - f(left, a))
    gap = float(np.min(chord - f(xs, a)))
    curvature = float(2 - 9 * a)  # f'' = 2 - 9 a cos(3x), smallest where cos is 1
    plots = [
        Plot(x=("x", "x"), y=("f(x)", "f(x)"))
        .line(f(X, a), X, label=("函数", "function"))
        .line([f(left, a), f(right, a)], [left, right], label=("弦", "chord"), tone="indigo", dash=True)
        .points([left, right], [f(left, a), f(right, a)], tone="indigo"),
        Plot(x=("x", "x"), y=("f″(x)", "f″(x)"))
        .line(2 - 9 * a * np.cos(3 * X), X, label=("二阶导", "second derivative"))
        .rule(y=0.0),
    ]
    return Figure(
        numbers={"gap": gap, "curvature": curvature},
        plot=plots,
        says={
            "zh": f"a = {a:g} 时最小曲率是 {curvature:.2f}，{'函数是凸的' if curvature >= 0 else '函数不凸'}；这条弦与图像的最小间隔是 {gap:.2f}。",
            "en": f"At a = {a:g} the smallest curvature is {curvature:.2f}, so the function is {'convex' if curvature >= 0 else 'not convex'}; the least gap between this chord and the graph is {gap:.2f}.",
        },
    )


def claims(at) -> None:
    assert at(a=0.2).numbers["curvature"] > 0 and at(a=0.25).numbers["curvature"] < 0  # the edge is a = 2/9
    assert all(at(a=0.2, left=left).numbers["gap"] > -1e-9 for left in (-2, -1.5, -1, -0.5, 0))
    assert at(a=0.6, left=-1.5).numbers["gap"] > -1 and at(a=0.6, left=0).numbers["curvature"] < -3
