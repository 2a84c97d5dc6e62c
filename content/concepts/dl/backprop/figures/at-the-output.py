"""The derivative of an activation at its input, and the same formula fed with the output."""

import numpy as np
from scipy.special import ndtr

from beikao.kit import Draw, Figure, Plot, Slider

NAMES = ("ReLU", "GELU", "tanh")
sliders = {
    "kind": Slider(0, 2, step=1, start=1, label=("0 ReLU，1 GELU，2 tanh", "0 ReLU, 1 GELU, 2 tanh")),
    "z": Slider(-3, 3, step=0.25, start=-1, label=("输入 z", "input z")),
}


def value(kind, z):
    return (np.maximum(z, 0), z * ndtr(z), np.tanh(z))[kind]


def slope(kind, z):
    """The derivative as a function of the input."""
    density = np.exp(-(z**2) / 2) / np.sqrt(2 * np.pi)
    return ((z > 0) * 1.0, ndtr(z) + z * density, 1 - np.tanh(z) ** 2)[kind]


def figure(draw: Draw, kind: int, z: float) -> Figure:
    zs = np.linspace(-3, 3, 121)
    h = float(value(kind, np.array(z)))
    right, misused = float(slope(kind, np.array(z))), float(slope(kind, np.array(h)))
    plot = (
        Plot(x=("z", "z"), y=("导数", "derivative"), title=(NAMES[kind], NAMES[kind]), y_range=(-0.3, 1.3))
        .line(slope(kind, zs), zs, label=("在输入处：f'(z)", "at the input: f'(z)"))
        .line(
            slope(kind, value(kind, zs)),
            zs,
            tone="gold",
            dash=True,
            label=("套在输出上：f'(h)", "at the output: f'(h)"),
        )
        .points([z, z], [right, misused], tone="indigo")
        .rule(x=z)
    )
    return Figure(
        numbers={"h": h, "right": right, "misused": misused},
        plot=plot,
        says={
            "zh": f"{NAMES[kind]}，z = {z:g}，h = {h:.3f}：导数是 {right:.3f}，误把公式套在 h 上得 {misused:.3f}。",
            "en": f"{NAMES[kind]} at z = {z:g}, h = {h:.3f}: the derivative is {right:.3f}; the formula fed with h gives {misused:.3f}.",
        },
    )


def claims(at) -> None:
    for z in (-3, -0.25, 0, 0.5, 3):
        relu = at(kind=0, z=z).numbers
        assert relu["right"] == relu["misused"]
    gelu, tanh = at(kind=1, z=-1).numbers, at(kind=2, z=1.5).numbers
    assert gelu["right"] < 0 < gelu["misused"]  # even the sign is wrong
    assert abs(tanh["right"] - tanh["misused"]) > 0.2
    for kind in (1, 2):  # the formulas themselves
        e = 1e-5
        difference = (value(kind, np.array(0.7 + e)) - value(kind, np.array(0.7 - e))) / (2 * e)
        assert abs(difference - slope(kind, np.array(0.7))) < 1e-8
