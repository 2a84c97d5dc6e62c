"""Gradient norm of every layer for an activation, an initialisation and a depth; width 64, 32 random inputs."""

import numpy as np
from scipy.special import expit, ndtr

from beikao.kit import Draw, Figure, Plot, Slider

WIDTH, BATCH = 64, 32
NAMES = ("sigmoid", "tanh", "ReLU", "GELU")
INITS = ("N(0, 0.01²)", "Xavier", "He", "N(0, 1)")
SCALES = (0.01, 1 / WIDTH**0.5, (2 / WIDTH) ** 0.5, 1.0)
sliders = {
    "kind": Slider(0, 3, step=1, start=2, label=("0 sigmoid，1 tanh，2 ReLU，3 GELU", "0 sigmoid, 1 tanh, 2 ReLU, 3 GELU")),
    "init": Slider(0, 3, step=1, start=2, label=("0 太小，1 Xavier，2 He，3 单位方差", "0 tiny, 1 Xavier, 2 He, 3 unit variance")),
    "depth": Slider(5, 40, step=5, start=20, label=("层数", "layers")),
}  # fmt: skip


def act(kind, z):
    """Value and slope."""
    if kind == 0:
        s = expit(z)
        return s, s * (1 - s)
    if kind == 1:
        t = np.tanh(z)
        return t, 1 - t * t
    if kind == 2:
        return np.maximum(z, 0), (z > 0) * 1.0
    return z * ndtr(z), ndtr(z) + z * np.exp(-np.minimum(z * z, 700) / 2) / np.sqrt(2 * np.pi)


def measure(draw: Draw, kind, init, depth):
    """Norms of the weight gradients, first layer first, and the size of each layer's output."""
    h, weights, inputs, slopes, sizes = draw.normal(BATCH, WIDTH), [], [], [], []
    for _ in range(depth):
        w = SCALES[init] * draw.normal(WIDTH, WIDTH)
        inputs.append(h)
        h, slope = act(kind, h @ w)
        weights.append(w)
        slopes.append(slope)
        sizes.append(float(np.sqrt(np.mean(h**2))))
    g, norms = draw.normal(BATCH, WIDTH) / BATCH, []
    for x, w, slope in zip(reversed(inputs), reversed(weights), reversed(slopes), strict=True):
        g = g * slope
        norms.append(float(np.linalg.norm(x.T @ g)))
        g = g @ w.T
    return norms[::-1], sizes


def decades(values):
    """A range of at least six decades, so that a healthy network looks level."""
    low, high = max(min(values), 1e-300), max(*values, 1e-300)
    middle, spare = low**0.5 * high**0.5, max(1e3, 2 * (high / low) ** 0.5)
    return middle / spare, middle * spare


def figure(draw: Draw, kind: int, init: int, depth: int) -> Figure:
    norms, sizes = measure(draw, kind, init, depth)
    layers = np.arange(1, depth + 1)
    ratio = norms[0] / norms[-1]
    plots = [
        Plot(x=("层", "layer"), y=("梯度范数", "gradient norm"), log_y=True, y_range=decades(norms))
        .line(np.maximum(norms, 1e-300), layers)
        .points([1, depth], np.maximum([norms[0], norms[-1]], 1e-300), tone="gold"),
        Plot(x=("层", "layer"), y=("输出的均方根", "size of the output"), log_y=True, y_range=decades(sizes)).line(
            np.maximum(sizes, 1e-300), layers, tone="indigo"
        ),
    ]
    return Figure(
        numbers={"ratio": ratio, "size": sizes[-1], "first": norms[0]},
        plot=plots,
        says={
            "zh": f"{NAMES[kind]}，{INITS[init]}，{depth} 层：第一层与最后一层的梯度范数之比 {ratio:.2g}，最后一层输出的大小 {sizes[-1]:.2g}。",
            "en": f"{NAMES[kind]}, {INITS[init]}, {depth} layers: gradient norms of the first and last layer in the ratio {ratio:.2g}; "
            f"size of the last output {sizes[-1]:.2g}.",
        },
    )


def claims(at) -> None:
    assert at(kind=0, init=1, depth=20).numbers["ratio"] < 1e-9  # sigmoid with Xavier dies
    for kind, init in ((2, 2), (1, 1)):
        assert 0.1 < at(kind=kind, init=init, depth=20).numbers["ratio"] < 10
    assert at(kind=2, init=1, depth=40).numbers["size"] < 1e-4  # ReLU without its gain fades
    assert at(kind=2, init=3, depth=20).numbers["size"] > 1e10  # unit variance explodes
    assert at(kind=2, init=0, depth=20).numbers["size"] < 1e-20
