"""Five activations and their slopes, and what twenty of them in a row let through."""

import numpy as np
from scipy.special import expit, ndtr

from beikao.kit import Draw, Figure, Plot, Slider

NAMES = ("sigmoid", "tanh", "ReLU", "GELU", "SiLU")
sliders = {
    "kind": Slider(0, 4, step=1, start=0, label=("0 sigmoid，1 tanh，2 ReLU，3 GELU，4 SiLU", "0 sigmoid, 1 tanh, 2 ReLU, 3 GELU, 4 SiLU")),
    "z": Slider(-5, 5, step=0.5, start=0, label=("输入 z", "input z")),
}  # fmt: skip


def act(kind, z):
    """Value and slope."""
    s, t = expit(z), np.tanh(z)
    density = np.exp(-z * z / 2) / np.sqrt(2 * np.pi)
    return (
        (s, s * (1 - s)),
        (t, 1 - t * t),
        (np.maximum(z, 0), (z > 0) * 1.0),
        (z * ndtr(z), ndtr(z) + z * density),
        (z * s, s + z * s * (1 - s)),
    )[kind]


def figure(draw: Draw, kind: int, z: float) -> Figure:
    zs = np.linspace(-5, 5, 161)
    value, slope = act(kind, zs)
    here, steep = (float(v) for v in act(kind, np.array(z, dtype=float)))
    top = float(act(kind, np.linspace(-5, 5, 2001))[1].max())
    plot = (
        Plot(x=("z", "z"), y=("值与导数", "value and slope"), title=(NAMES[kind], NAMES[kind]), y_range=(-1.1, 2))
        .line(np.minimum(value, 2), zs, label=("f(z)", "f(z)"))
        .line(slope, zs, tone="gold", dash=True, label=("f'(z)", "f'(z)"))
        .points([z], [steep], tone="indigo")
    )
    return Figure(
        numbers={"value": here, "slope": steep, "top": top, "twenty": steep**20},
        plot=plot,
        says={
            "zh": f"{NAMES[kind]} 在 z = {z:g}：值 {here:.3f}，导数 {steep:.3f}（最大 {top:.3f}）；连过二十层是 {steep**20:.2g}。",
            "en": f"{NAMES[kind]} at z = {z:g}: value {here:.3f}, slope {steep:.3f} (at most {top:.3f}); twenty in a row make {steep**20:.2g}.",
        },
    )


def claims(at) -> None:
    assert abs(at(kind=0, z=0).numbers["slope"] - 0.25) < 1e-12
    assert abs(at(kind=0, z=0).numbers["top"] - 0.25) < 1e-9
    assert abs(at(kind=1, z=0).numbers["top"] - 1) < 1e-9
    assert at(kind=2, z=0.5).numbers["slope"] == 1
    assert at(kind=2, z=-0.5).numbers["slope"] == 0
    assert at(kind=3, z=0).numbers["top"] > 1  # GELU overshoots a little
    for kind in (3, 4):
        e = 1e-5
        difference = (act(kind, np.array(0.7 + e))[0] - act(kind, np.array(0.7 - e))[0]) / (2 * e)
        assert abs(difference - act(kind, np.array(0.7))[1]) < 1e-8
