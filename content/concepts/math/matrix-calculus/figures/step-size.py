"""Error of finite differences against the step: truncation falls, rounding rises, and there is a best step between."""

import numpy as np

from beikao.kit import Draw, Figure, Plot, Slider

sliders = {"power": Slider(-14, -1, step=1, start=-5, label=("步长 10 的几次方", "step, power of ten"))}
POINT = 1.3


def f(x):
    return np.exp(np.sin(x))


def errors(h):
    """Relative error of forward and central differences of exp(sin x) at POINT, double precision."""
    true = float(np.cos(POINT) * f(POINT))
    forward = (f(POINT + h) - f(POINT)) / h
    central = (f(POINT + h) - f(POINT - h)) / (2 * h)
    return abs(forward - true) / abs(true) + 1e-18, abs(central - true) / abs(true) + 1e-18


def figure(draw: Draw, power: int) -> Figure:
    exponents = np.arange(-14, 0)
    table = np.array([errors(10.0 ** float(e)) for e in exponents])
    now = errors(10.0**power)
    plot = (
        Plot(x=("步长 h", "step h"), y=("相对误差", "relative error"), log_x=True, log_y=True)
        .line(table[:, 0], 10.0 ** exponents.astype(float), label=("前向差分", "forward difference"))
        .line(table[:, 1], 10.0 ** exponents.astype(float), label=("中心差分", "central difference"), tone="indigo")
        .rule(x=10.0**power)
    )
    return Figure(
        numbers={"forward": float(now[0]), "central": float(now[1])},
        plot=plot,
        says={
            "zh": f"步长 1e{power} 时，前向差分的相对误差约 {now[0]:.1e}，中心差分约 {now[1]:.1e}。",
            "en": f"At a step of 1e{power} the forward difference is off by about {now[0]:.1e}, the central one by about {now[1]:.1e}.",
        },
    )


def claims(at) -> None:
    assert at(power=-5).numbers["central"] < 1e-9
    assert at(power=-13).numbers["central"] > 1e-6  # too small is worse
    assert at(power=-1).numbers["central"] > at(power=-3).numbers["central"]
    assert at(power=-5).numbers["forward"] > 1e3 * at(power=-5).numbers["central"]
