"""Three estimates of a KL from samples of the policy: their means and how much a single sample scatters."""

import numpy as np

from beikao.kit import Draw, Figure, Plot, Slider

SAMPLES = 40_000
sliders = {"shift": Slider(0.1, 1.5, step=0.1, start=0.3, label=("参考模型的偏移", "shift of the reference"))}
NAMES = [("k₁", "k₁"), ("k₂", "k₂"), ("k₃", "k₃")]


def estimates(draw: Draw, shift):
    """k1, k2, k3 of samples from the policy N(0, 1); the reference is N(shift, 1)."""
    x = draw.normal(SAMPLES)
    log_r = shift * x - shift**2 / 2  # ln reference - ln policy
    return -log_r, log_r**2 / 2, np.expm1(log_r) - log_r


def figure(draw: Draw, shift: float) -> Figure:
    ks = estimates(draw, shift)
    means, sds = [float(k.mean()) for k in ks], [float(k.std()) for k in ks]
    true = shift**2 / 2
    plots = [
        Plot(title=("平均", "mean"), y=("奈特", "nats"))
        .bars(means, names=NAMES)
        .rule(y=true, label=("真值", "true"), tone="gold"),
        Plot(title=("单个样本的标准差", "deviation of one sample"), y=("奈特", "nats")).bars(
            sds, names=NAMES, tone="indigo"
        ),
    ]
    numbers = {"true": true, "least": float(ks[2].min())}
    numbers |= {f"mean{i}": m for i, m in enumerate(means, 1)} | {f"sd{i}": s for i, s in enumerate(sds, 1)}
    return Figure(
        numbers=numbers,
        plot=plots,
        says={
            "zh": f"偏移 {shift:g}，真实的 KL 是 {true:.3f}：三种估计的标准差依次是 {sds[0]:.3f}、{sds[1]:.3f}、{sds[2]:.3f}。",
            "en": f"Shift {shift:g}, true KL {true:.3f}: the deviations of the three are {sds[0]:.3f}, {sds[1]:.3f}, {sds[2]:.3f}.",
        },
    )


def claims(at) -> None:
    near, far = at(shift=0.3).numbers, at(shift=1.5).numbers
    for seen in (near, at(shift=0.8).numbers):
        for k in (1, 3):  # unbiased: within four standard errors
            assert abs(seen[f"mean{k}"] - seen["true"]) < 4 * seen[f"sd{k}"] / SAMPLES**0.5
        assert seen["least"] >= 0
    assert near["sd3"] < near["sd1"] / 3
    assert far["sd3"] > far["sd1"]
    assert far["mean2"] > 1.1 * far["true"]  # biased
