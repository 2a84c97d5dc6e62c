"""Pseudo-labels: a classifier labels data for itself. With balanced classes it helps, with a rare class it may not."""

from math import erf

import numpy as np

from beikao.kit import Draw, Figure, Plot, Slider

RUNS, UNLABELLED, ROUNDS = 200, 400, 8
sliders = {
    "rare": Slider(5, 50, step=5, start=50, label=("少的一类占比 %", "share of the rarer class, %")),
    "sure": Slider(50, 95, step=15, start=50, label=("置信度门槛 %", "confidence threshold, %")),
}


def accuracies(rare, sure):
    """Balanced accuracy after each round, averaged over runs: nearest mean in the plane, three labels a class."""
    rng = np.random.default_rng(6)
    centre = np.array([1.3, 0.0])
    seeds = rng.normal(size=(RUNS, 2, 3, 2)) + np.array([-centre, centre])[None, :, None, :]
    which = rng.random((RUNS, UNLABELLED)) < rare
    x = rng.normal(size=(RUNS, UNLABELLED, 2)) + np.where(which[..., None], centre, -centre)
    means, out = seeds.mean(axis=2), []
    for _ in range(ROUNDS + 1):
        far = ((x[:, :, None, :] - means[:, None]) ** 2).sum(axis=-1)
        guess = far[..., 1] < far[..., 0]
        # Balanced accuracy of a straight boundary, exactly: project both centres onto its normal.
        out.append(_balanced(means, centre))
        confidence = 1 / (1 + np.exp(-np.abs(far[..., 1] - far[..., 0]) / 2))
        take = confidence >= sure
        new = []
        for c in (0, 1):
            chosen = take & (guess == bool(c))
            total = (x * chosen[..., None]).sum(axis=1) + seeds[:, c].sum(axis=1)
            new.append(total / (chosen.sum(axis=1) + 3)[:, None])
        means = np.stack(new, axis=1)
    return np.array(out)


def _balanced(means, centre):
    normal = means[:, 1] - means[:, 0]
    length = np.linalg.norm(normal, axis=1)
    middle = means.mean(axis=1)
    up = ((centre - middle) * normal).sum(axis=1) / length
    down = ((centre + middle) * normal).sum(axis=1) / length
    phi = np.vectorize(lambda v: 0.5 * (1 + erf(v / 2**0.5)))
    return float(np.mean((phi(up) + phi(down)) / 2))


def figure(draw: Draw, rare: int, sure: int) -> Figure:
    path = accuracies(rare / 100, sure / 100)
    plot = (
        Plot(x=("自训练的轮数", "rounds of self-training"), y=("两类平均的准确率", "accuracy, mean of both classes"),
             y_range=(0.7, 1.0))
        .line(path, range(ROUNDS + 1))
        .rule(y=path[0], label=("只用 6 个标注", "6 labels only"), tone="gold")
    )  # fmt: skip
    return Figure(
        numbers={"before": float(path[0]), "after": float(path[-1]), "gain": float(100 * (path[-1] - path[0]))},
        plot=plot,
        says={
            "zh": f"少的一类占 {rare}%，门槛 {sure}%：自训练 {ROUNDS} 轮，平均准确率从 {path[0]:.1%} 变为 {path[-1]:.1%}。",
            "en": f"The rarer class is {rare}%, the threshold {sure}%: {ROUNDS} rounds of self-training take the mean "
            f"accuracy from {path[0]:.1%} to {path[-1]:.1%}.",
        },
    )


def claims(at) -> None:
    assert at(rare=50, sure=50).numbers["gain"] > 2  # balanced classes: even without a threshold it helps
    assert at(rare=5, sure=50).numbers["gain"] < -4  # a rare class: it believes its own mistakes
    assert at(rare=5, sure=95).numbers["gain"] > 0  # keeping only what it is sure of mends that here
    for rare in (5, 20, 50):
        assert at(rare=rare, sure=50).numbers["before"] == at(rare=rare, sure=95).numbers["before"]
