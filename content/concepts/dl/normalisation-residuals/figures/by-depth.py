"""Forty layers: the size of the signal going up and of the gradient coming down, for five ways to build them."""

import numpy as np

from beikao.kit import Draw, Figure, Plot, Slider

DEPTH, WIDTH, BATCH = 40, 64, 16
sliders = {
    "kind": Slider(
        0,
        4,
        step=1,
        start=0,
        label=(
            "0 直连 1 残差 2 前置 3 后置 4 缩小的残差",
            "0 plain 1 residual 2 pre-norm 3 post-norm 4 scaled residual",
        ),
    ),
    "gain": Slider(0.6, 1.6, step=0.1, start=0.8, label=("初始化的增益", "gain of the initialisation")),
}
NAMES = (("直连", "plain"), ("残差", "residual"), ("前置归一化", "pre-norm"), ("后置归一化", "post-norm"),
         ("缩小的残差", "scaled residual"))  # fmt: skip


def norm(h):
    """Layer normalisation without gain, and what its backward pass needs."""
    centred = h - h.mean(axis=1, keepdims=True)
    spread = np.sqrt((centred**2).mean(axis=1, keepdims=True) + 1e-9)
    return centred / spread, spread


def norm_back(grad, out, spread):
    """The gradient before layer normalisation from the one behind it."""
    return (grad - grad.mean(axis=1, keepdims=True) - out * (grad * out).mean(axis=1, keepdims=True)) / spread


def run(draw, kind, gain):
    """RMS of the signal after each layer (the input first) and norm of the gradient at the same places."""
    scale = gain * (2 / WIDTH) ** 0.5 / (DEPTH**0.5 if kind == 4 else 1)
    weights = [draw.normal(WIDTH, WIDTH) * scale for _ in range(DEPTH)]
    h, kept = draw.normal(BATCH, WIDTH), []
    sizes = [float(np.sqrt((h**2).mean()))]
    for w in weights:
        before, spread = norm(h) if kind == 2 else (h, None)
        branch = np.maximum(before, 0) @ w
        total = branch if kind == 0 else h + branch
        out, after = norm(total) if kind == 3 else (total, None)
        kept.append((before, spread, out, after))
        h = out
        sizes.append(float(np.sqrt((h**2).mean())))
    grad = draw.normal(BATCH, WIDTH)
    grads = [float(np.linalg.norm(grad))]
    for w, (before, spread, out, after) in zip(reversed(weights), reversed(kept), strict=True):
        total = norm_back(grad, out, after) if kind == 3 else grad
        inner = (total @ w.T) * (before > 0)
        if kind == 2:
            inner = norm_back(inner, before, spread)
        grad = inner if kind == 0 else total + inner
        grads.append(float(np.linalg.norm(grad)))
    return np.array(sizes), np.array(grads[::-1])


def figure(draw: Draw, kind: int, gain: float) -> Figure:
    sizes, grads = run(draw, kind, gain)
    layers = np.arange(DEPTH + 1)
    left = Plot(x=("层", "layer"), y=("信号的均方根", "RMS of the signal"), log_y=True, y_range=(1e-9, 1e12)).line(
        np.clip(sizes, 1e-9, 1e12), layers, label=NAMES[kind]
    )
    right = Plot(
        x=("层", "layer"), y=("梯度范数（末层为 1）", "gradient norm (last is 1)"), log_y=True, y_range=(1e-9, 1e12)
    ).line(np.clip(grads / grads[-1], 1e-9, 1e12), layers, label=NAMES[kind], tone="indigo")
    ratio = float(grads[0] / grads[-1])
    return Figure(
        numbers={"last": float(sizes[-1]), "first_grad": ratio, "half": float(sizes[DEPTH // 2])},
        plot=[left, right],
        says={
            "zh": f"{NAMES[kind][0]}，增益 {gain:g}：40 层之后信号的均方根从 1 变成 {sizes[-1]:.3g}；第一层的梯度是末层的 {ratio:.3g} 倍。",
            "en": f"{NAMES[kind][1].capitalize()}, gain {gain:g}: after 40 layers the RMS of the signal has gone from 1 to {sizes[-1]:.3g}; the gradient at "
            f"the first layer is {ratio:.3g} times that at the last.",
        },
    )


def claims(at) -> None:
    assert at(kind=0, gain=0.8).numbers["last"] < 1e-3 and at(kind=0, gain=1.3).numbers["last"] > 1e3
    assert at(kind=0, gain=0.8).numbers["first_grad"] < 1e-3  # both ways
    for gain in (0.6, 1.0, 1.6):
        alone, pre, post = (at(kind=k, gain=gain).numbers for k in (1, 2, 3))
        assert (
            alone["first_grad"] > 100 and 0.3 < alone["last"] / (1 + gain**2) ** 20 < 4
        )  # the product of the variances
        assert abs(pre["last"] / (1 + 40 * gain**2) ** 0.5 - 1) < 0.2  # the sum of the variances
        assert abs(post["last"] - 1) < 0.01
        assert 0.1 < post["first_grad"] < 1 < pre["first_grad"] < 30
    assert abs(at(kind=4, gain=1.0).numbers["last"] / (1 + 1 / 40) ** 20 - 1) < 0.2
