"""Confident learning on three overlapping classes: in-sample probabilities hide what out-of-sample ones find."""

import numpy as np

from beikao.kit import Draw, Figure, Plot, Slider

N, WIDTH = 300, 0.35
CENTRES = np.array([[0.0, 0.0], [2.6, 0.0], [1.3, 2.2]])
sliders = {
    "noise": Slider(0, 40, step=5, start=15, label=("标错的占 %", "wrong labels, per cent")),
    "own": Slider(
        0, 1, step=1, start=0, label=("模型见过这些样本（0 否 1 是）", "model has seen these samples (0 no, 1 yes)")
    ),
}


def data(noise):
    """Points, true classes, given labels."""
    rng = np.random.default_rng(8)
    true = np.arange(N) % 3
    x = CENTRES[true] + 0.8 * rng.normal(size=(N, 2))
    flip, shift = rng.random(N) < noise / 100, rng.integers(1, 3, N)
    return x, true, np.where(flip, (true + shift) % 3, true)


def probabilities(x, labels, own):
    """A kernel vote of the neighbours; a sample that has been seen votes for itself, thirty-fold."""
    weight = np.exp(-np.sum((x[:, None] - x[None]) ** 2, axis=2) / (2 * WIDTH**2))
    np.fill_diagonal(weight, 30.0 if own else 0.0)
    votes = weight @ np.eye(3)[labels] + 0.02
    return votes / votes.sum(axis=1, keepdims=True)


def candidates(p, labels):
    """Samples that lie confidently in another class: above the mean confidence of that class."""
    threshold = np.array([p[labels == k, k].mean() for k in range(3)])
    confident = np.where(p >= threshold, p, -1)
    best = confident.argmax(axis=1)
    return (confident.max(axis=1) > 0) & (best != labels)


def figure(draw: Draw, noise: int, own: int) -> Figure:
    x, true, labels = data(noise)
    found = candidates(probabilities(x, labels, own), labels)
    wrong = true != labels
    hits = int(np.sum(found & wrong))
    recall, precision = hits / max(int(wrong.sum()), 1), hits / max(int(found.sum()), 1)
    levels = np.arange(0, 41, 5)
    curves = []
    for level in levels:
        _, _, lab = data(int(level))
        curves.append([candidates(probabilities(x, lab, seen), lab).mean() for seen in (0, 1)])
    curves = np.array(curves)
    left = Plot(x=("特征一", "feature 1"), y=("特征二", "feature 2"), equal=True)
    for k, tone in enumerate(("ink", "indigo", "muted")):
        mine = labels == k
        left.points(x[mine, 0], x[mine, 1], tone=tone, label=(f"标为 {k + 1}", f"labelled {k + 1}"))
    left.points(x[found, 0], x[found, 1], tone="gold", hollow=True, label=("候选", "candidate"))
    right = (
        Plot(x=("真实的错标率 %", "true share of wrong labels, per cent"), y=("挑出的候选 %", "candidates, per cent"))
        .line(levels, levels, tone="muted", dash=True, label=("一样多", "as many"))
        .line(100 * curves[:, 0], levels, label=("没见过", "not seen"))
        .line(100 * curves[:, 1], levels, label=("见过", "seen"), tone="indigo", dash=True)
        .points([noise], [100 * found.mean()], tone="gold")
    )
    return Figure(
        numbers={
            "wrong": int(wrong.sum()),
            "found": int(found.sum()),
            "hits": hits,
            "recall": recall,
            "precision": precision,
        },
        plot=[left, right],
        says={
            "zh": f"{N} 个样本里 {int(wrong.sum())} 个标错，模型{'见过' if own else '没见过'}它们：挑出 {int(found.sum())} 个候选，"
            f"其中 {hits} 个真错，召回 {recall:.0%}，精确 {precision:.0%}。",
            "en": f"Of {N} samples {int(wrong.sum())} are wrongly labelled; the model has {'' if own else 'not '}seen them: "
            f"{int(found.sum())} candidates, {hits} really wrong, recall {recall:.0%}, precision {precision:.0%}.",
        },
    )


def claims(at) -> None:
    out, seen = at(noise=15, own=0).numbers, at(noise=15, own=1).numbers
    assert out["recall"] > 0.7 and out["precision"] > 0.55
    assert seen["recall"] < 0.15  # memorised
    clean = at(noise=0, own=0).numbers
    assert clean["wrong"] == 0 and clean["found"] > 0  # hard samples are candidates too
