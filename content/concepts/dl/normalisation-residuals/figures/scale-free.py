"""Layer normalisation of a vector scaled by ten to some power: the output stays, the gradient shrinks as the scale grows."""

import numpy as np

from beikao.kit import Draw, Figure, Plot, Slider

N = 64
sliders = {
    "power": Slider(-4, 3, step=0.5, start=0, label=("输入放大 10 的几次方", "input scaled by ten to the")),
    "inside": Slider(0, 1, step=1, start=1, label=("ε 在根号里（1）或外（0）", "ε inside the root (1) or outside (0)")),
}
EPS = 1e-5


def layer_norm(x, inside):
    """Output, and the divisor."""
    centred = x - x.mean()
    spread = np.sqrt((centred**2).mean() + EPS) if inside else np.sqrt((centred**2).mean()) + EPS
    return centred / spread, spread


def figure(draw: Draw, power: float, inside: int) -> Figure:
    base, up = draw.normal(N), draw.normal(N)

    def gradient(x):
        if not inside:
            spread = np.sqrt(((x - x.mean()) ** 2).mean())
            hat = (x - x.mean()) / spread
            return (up - up.mean()) / (spread + EPS) - hat * (up * hat).mean() * spread / (spread + EPS) ** 2
        out, spread = layer_norm(x, True)
        return (up - up.mean() - out * (up * out).mean()) / spread

    scales = np.logspace(-4, 3, 57)
    outs = [float(np.sqrt((layer_norm(base * s, inside)[0] ** 2).mean())) for s in scales]
    grads = [float(np.linalg.norm(gradient(base * s))) for s in scales]
    here = base * 10.0**power
    out, _ = layer_norm(here, inside)
    grad = gradient(here)
    rms = float(np.sqrt((out**2).mean()))
    left = (
        Plot(
            x=("输入的尺度", "scale of the input"),
            y=("输出的均方根", "RMS of the output"),
            log_x=True,
            y_range=(0, 1.2),
        )
        .line(outs, scales)
        .points([10.0**power], [rms], tone="gold")
    )
    right = (
        Plot(
            x=("输入的尺度", "scale of the input"), y=("对输入的梯度", "gradient by the input"), log_x=True, log_y=True
        )
        .line(grads, scales, tone="indigo")
        .points([10.0**power], [float(np.linalg.norm(grad))], tone="gold")
    )
    return Figure(
        numbers={
            "rms": rms, "grad": float(np.linalg.norm(grad)), "along_one": float(abs(grad.sum()) / np.linalg.norm(grad)),
            "along_x": float(abs(grad @ (here - here.mean())) / np.linalg.norm(grad) / np.linalg.norm(here - here.mean())),
        },
        plot=[left, right],
        says={
            "zh": f"输入放大 {10.0**power:g} 倍：输出的均方根 {rms:.3f}，对输入的梯度范数 {np.linalg.norm(grad):.3g}。",
            "en": f"Input scaled by {10.0**power:g}: the output has RMS {rms:.3f}, the gradient by the input has norm {np.linalg.norm(grad):.3g}.",
        },
    )  # fmt: skip


def claims(at) -> None:
    one, big = at(power=0, inside=1).numbers, at(power=2, inside=1).numbers
    assert abs(one["rms"] - big["rms"]) < 1e-3 and abs(one["grad"] / big["grad"] - 100) < 0.1
    assert big["along_one"] < 1e-9 and big["along_x"] < 1e-3  # the two directions that change nothing
    small = at(power=-4, inside=1).numbers
    assert (
        small["rms"] < 0.1 < 0.8 < at(power=-4, inside=0).numbers["rms"]
    )  # inside, epsilon is compared with a variance
    assert small["grad"] < at(power=-4, inside=0).numbers["grad"]
