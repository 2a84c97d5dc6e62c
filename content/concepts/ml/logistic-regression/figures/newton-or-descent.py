"""Newton and gradient descent on the same loss, for classes that overlap or do not, with more or less ridge."""

import numpy as np

from beikao.kit import Draw, Figure, Plot, Slider

STEPS, N = 1000, 40
sliders = {
    "gap": Slider(1, 7, step=1, start=2, label=("两类中心的距离", "distance of the classes")),
    "power": Slider(-8, 0, step=1, start=-8, label=("λ 是 10 的几次方", "λ as a power of ten")),
}


def derivatives(x, y, w, lam):
    """Loss, gradient and Hessian of the mean log loss plus lam / 2 times the squared slope."""
    z = x @ w
    p = 1 / (1 + np.exp(-z))
    ridge = lam * np.array([1.0, 0.0])  # the intercept is not penalised
    value = np.mean(np.logaddexp(0, z) - y * z) + 0.5 * np.sum(ridge * w**2)
    return value, x.T @ (p - y) / N + ridge * w, (x.T * (p * (1 - p))) @ x / N + np.diag(ridge)


def figure(draw: Draw, gap: int, power: int) -> Figure:
    lam = 10.0**power
    y = np.repeat([0.0, 1.0], N // 2)
    noise = np.clip(draw.normal(N), -2.5, 2.5)
    x = np.stack([noise + gap * (y - 0.5), np.ones(N)], axis=1)
    w, newton, sizes = np.zeros(2), [], []
    for _ in range(26):
        value, grad, hessian = derivatives(x, y, w, lam)
        newton.append(value)
        sizes.append(abs(float(w[0])))
        w = w - np.linalg.solve(hessian + 1e-12 * np.eye(2), grad)
    floor = min(newton)
    v, descent, lengths = np.zeros(2), [], []
    for _ in range(STEPS + 1):
        z = x @ v
        p = 1 / (1 + np.exp(-z))
        descent.append(np.mean(np.logaddexp(0, z) - y * z) + 0.5 * lam * v[0] ** 2)
        lengths.append(abs(float(v[0])))
        v = v - 0.5 * (x.T @ (p - y) / N + lam * v * [1.0, 0.0])
    gaps = [np.maximum(np.array(c) - floor, 1e-12) for c in (newton, descent)]
    need = int(np.argmax(gaps[0] <= 1e-8)) if np.any(gaps[0] <= 1e-8) else 25
    shown = np.unique(np.round(np.geomspace(1, STEPS, 60)).astype(int))
    left = (
        Plot(x=("步数", "step"), y=("离最低点的差", "gap to the minimum"), log_x=True, log_y=True, y_range=(1e-12, 2))
        .line(gaps[0][1:], np.arange(1, 26), label=("牛顿法", "Newton"))
        .line(gaps[1][shown], shown, label=("梯度下降", "gradient descent"), tone="indigo")
    )
    right = (
        Plot(x=("步数", "step"), y=("|w|", "|w|"), log_x=True, y_range=(0, 30))
        .line(np.minimum(sizes[1:], 30), np.arange(1, 26), label=("牛顿法", "Newton"))
        .line(np.array(lengths)[shown], shown, label=("梯度下降", "gradient descent"), tone="indigo")
    )
    return Figure(
        numbers={
            "newton": need, "left": float(gaps[1][-1]), "w_newton": sizes[-1], "w_descent": lengths[-1],
            "separable": int(x[y == 0, 0].max() < x[y == 1, 0].min()),
        },
        plot=[left, right],
        says={
            "zh": f"距离 {gap}，λ = 1e{power}：牛顿法 {need} 步把差压到 1e-8 以内，|w| 到 {sizes[-1]:.1f}；"
            f"梯度下降 {STEPS} 步后还差 {gaps[1][-1]:.1g}，|w| 是 {lengths[-1]:.1f}。",
            "en": f"Distance {gap}, λ = 1e{power}: Newton is within 1e-8 after {need} steps and |w| reaches {sizes[-1]:.1f}; "
            f"after {STEPS} steps of descent {gaps[1][-1]:.1g} is left and |w| is {lengths[-1]:.1f}.",
        },
    )  # fmt: skip


def claims(at) -> None:
    assert at(gap=2, power=-8).numbers["newton"] <= 8 and not at(gap=2, power=-8).numbers["separable"]
    apart = at(gap=7, power=-8).numbers
    assert apart["separable"] and apart["w_newton"] > 2 * apart["w_descent"]  # it runs away as far as it is let
    held = at(gap=7, power=-2).numbers
    assert held["w_newton"] < 4 and held["newton"] <= 10
