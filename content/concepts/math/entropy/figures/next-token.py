"""Next-token probabilities at a sampling temperature, and the entropy that goes with them."""

import itertools

import numpy as np

from beikao.kit import Draw, Figure, Plot, Slider

LOGITS = np.array([3.0, 2.2, 1.6, 0.9, 0.3, -0.5])
sliders = {"temperature": Slider(0.25, 3, step=0.25, start=1, label=("温度 T", "temperature T"))}


def softmax(temperature):
    """Probabilities of the six tokens."""
    z = LOGITS / temperature
    e = np.exp(z - z.max())
    return e / e.sum()


def nats(p) -> float:
    """Entropy in nats."""
    return float(-np.sum(p * np.log(p)))


def figure(draw: Draw, temperature: float) -> Figure:
    p = softmax(temperature)
    h = nats(p)
    grid = np.linspace(0.25, 3, 56)
    plots = [
        Plot(x=("候选词元", "candidate token"), y=("概率", "probability"), y_range=(0, 1)).bars(p),
        Plot(x=("温度 T", "temperature T"), y=("熵（比特）", "entropy (bits)"), y_range=(0, 2.8))
        .line([nats(softmax(t)) / np.log(2) for t in grid], grid)
        .points([temperature], [h / np.log(2)], tone="indigo")
        .rule(y=float(np.log2(6)), label=("log₂6", "log₂6")),
    ]
    return Figure(
        numbers={
            "t": float(temperature),
            "bits": h / float(np.log(2)),
            "nats": h,
            "choices": float(np.exp(h)),
            "bits_per_nat": 1 / float(np.log(2)),
        },
        plot=plots,
        says={
            "zh": f"温度 {temperature:g}：最可能的词元占 {p[0]:.0%}，熵 {h / np.log(2):.2f} 比特，相当于 {np.exp(h):.2f} 个等可能的选项。",
            "en": f"Temperature {temperature:g}: the likeliest token has {p[0]:.0%}, the entropy is {h / np.log(2):.2f} bits, "
            f"as if among {np.exp(h):.2f} equally likely options.",
        },
    )


def claims(at) -> None:
    values = [at(temperature=t).numbers["bits"] for t in (0.25, 0.5, 1, 2, 3)]
    assert all(a < b for a, b in itertools.pairwise(values))  # hotter is less certain
    assert values[-1] < np.log2(6)  # and never above the uniform distribution
    from scipy.stats import entropy

    assert abs(at(temperature=1).numbers["bits"] - entropy(softmax(1), base=2)) < 1e-12
