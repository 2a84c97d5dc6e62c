"""Cross-entropy of a three-token model against what is true, as its confidence in the first token changes."""

import numpy as np

from beikao.kit import Draw, Figure, Plot, Slider

TRUE = np.array([0.6, 0.3, 0.1])
sliders = {
    "first": Slider(0.1, 0.95, step=0.05, start=0.4, label=("模型给第一个词元的概率", "model's probability of token 1"))
}


def model(first):
    """The rest is shared 3 to 1, as it truly is."""
    return np.array([first, (1 - first) * 0.75, (1 - first) * 0.25])


def cross(first) -> float:
    """Nats."""
    return float(-np.sum(TRUE * np.log(model(first))))


def figure(draw: Draw, first: float) -> Figure:
    floor = float(-np.sum(TRUE * np.log(TRUE)))
    now = cross(first)
    grid = np.linspace(0.05, 0.98, 94)
    plots = [
        Plot(x=("词元", "token"), y=("概率", "probability"), y_range=(0, 1))
        .bars(model(first), label=("模型 q", "model q"))
        .points([1, 2, 3], TRUE, label=("真实 p", "truth p"), tone="gold"),
        Plot(x=("模型给第一个词元的概率", "model's probability of token 1"), y=("奈特", "nats"), y_range=(0.7, 2.2))
        .line([cross(g) for g in grid], grid, label=("交叉熵", "cross-entropy"))
        .rule(y=floor, label=("熵", "entropy"), tone="indigo")
        .points([first], [now], tone="gold"),
    ]
    return Figure(
        numbers={"cross": now, "floor": floor, "gap": now - floor},
        plot=plots,
        says={
            "zh": f"模型给第一个词元 {first:.2f}（真实 0.60）：交叉熵 {now:.3f}，比熵 {floor:.3f} 多 {now - floor:.3f} 奈特。",
            "en": f"The model gives token 1 a probability of {first:.2f} (truly 0.60): cross-entropy {now:.3f}, "
            f"{now - floor:.3f} nats above the entropy {floor:.3f}.",
        },
    )


def claims(at) -> None:
    assert abs(at(first=0.6).numbers["gap"]) < 1e-12
    assert (
        min(at(first=f).numbers["gap"] for f in (0.1, 0.4, 0.7, 0.95)) > 0.01
    )  # the floor is reached at the truth only
    assert at(first=0.95).numbers["cross"] > at(first=0.4).numbers["cross"]
