"""Two hundred weights with no signal in their gradients, only noise: how far do Adam with L2 and AdamW shrink them?"""

import numpy as np

from beikao.kit import Draw, Figure, Plot, Slider

WEIGHTS, STEPS, RATE, DECAY = 200, 1000, 0.02, 0.1
sliders = {
    "power": Slider(-3, 1, step=0.5, start=1, label=("梯度噪声是 10 的几次方", "gradient noise as a power of ten")),
}


def figure(draw: Draw, power: float) -> Figure:
    noise = 10.0**power * np.random.default_rng(5).standard_normal((STEPS, WEIGHTS))
    w = np.ones((2, WEIGHTS))  # row 0: Adam with L2, row 1: AdamW
    m, s, path = np.zeros_like(w), np.zeros_like(w), []
    coupled = np.array([[DECAY], [0.0]])
    shrink = np.array([[1.0], [1 - RATE * DECAY]])
    for t in range(1, STEPS + 1):
        g = noise[t - 1] + coupled * w
        m = 0.9 * m + 0.1 * g
        s = 0.999 * s + 0.001 * g * g
        w = w * shrink - RATE * (m / (1 - 0.9**t)) / (np.sqrt(s / (1 - 0.999**t)) + 1e-8)
        if t % 20 == 0:
            path.append(w.mean(axis=1))
    path = np.array(path)
    theory = float((1 - RATE * DECAY) ** STEPS)
    steps = np.arange(20, STEPS + 1, 20)
    plot = (
        Plot(x=("步数", "step"), y=("权重的平均值", "mean of the weights"), y_range=(-0.1, 1.05))
        .line(path[:, 0], steps, label=("Adam 加 L2", "Adam with L2"))
        .line(path[:, 1], steps, label=("AdamW", "AdamW"), tone="indigo")
        .line((1 - RATE * DECAY) ** steps, steps, label=("(1−ηλ)ᵗ", "(1−ηλ)ᵗ"), tone="gold", dash=True)
    )
    return Figure(
        numbers={"l2": float(path[-1, 0]), "adamw": float(path[-1, 1]), "theory": theory},
        plot=plot,
        says={
            "zh": f"梯度噪声 {10.0**power:g}：{STEPS} 步后，Adam 加 L2 的权重平均剩 {path[-1, 0]:.2f}，AdamW 剩 {path[-1, 1]:.2f}，公式说 {theory:.3f}。",
            "en": f"Gradient noise {10.0**power:g}: after {STEPS} steps the mean weight is {path[-1, 0]:.2f} with Adam and L2, {path[-1, 1]:.2f} with "
            f"AdamW; the formula says {theory:.3f}.",
        },
    )


def claims(at) -> None:
    loud, quiet = at(power=1).numbers, at(power=-3).numbers
    assert loud["l2"] > 0.6 and abs(quiet["l2"]) < 0.05  # the shrinkage depends on the noise
    for state in (loud, quiet):
        assert abs(state["adamw"] - state["theory"]) < 0.1  # and here it does not
