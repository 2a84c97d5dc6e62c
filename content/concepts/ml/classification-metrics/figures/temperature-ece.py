"""Scores that are calibrated by construction, then sharpened or flattened: reliability, ECE, AUC."""

import numpy as np
from scipy.special import expit
from scipy.stats import rankdata

from beikao.kit import Draw, Figure, Plot, Slider

N = 2000
sliders = {
    "sharp": Slider(0.5, 3, step=0.25, start=2, label=("logit 乘几", "logits times")),
    "bins": Slider(5, 50, step=5, start=10, label=("箱数", "bins")),
}


def reliability(p, y, bins):
    """Count, mean probability and share of positives of each bin that is not empty."""
    which = np.minimum((p * bins).astype(int), bins - 1)
    count = np.bincount(which, minlength=bins)
    kept = count > 0
    said, seen = (np.bincount(which, v, minlength=bins)[kept] / count[kept] for v in (p, y))
    return count[kept], said, seen


def figure(draw: Draw, sharp: float, bins: int) -> Figure:
    rng = np.random.default_rng(4)
    z = 1.5 * rng.standard_normal(N) - 0.5
    y = (rng.random(N) < expit(z)).astype(float)
    p = expit(sharp * z)
    count, said, seen = reliability(p, y, bins)
    gap = np.abs(said - seen)
    ece = float(count @ gap / N)
    positives = y.sum()
    auc = float((rankdata(p)[y == 1].sum() - positives * (positives + 1) / 2) / (positives * (N - positives)))
    loss = float(np.mean(np.logaddexp(0, sharp * z) - y * sharp * z))
    plots = [
        Plot(
            x=("模型说的概率", "probability said"),
            y=("实际正例的比例", "share of positives"),
            x_range=(0, 1),
            y_range=(0, 1.02),
            equal=True,
        )
        .line([0, 1], [0, 1], tone="muted", dash=True, label=("校准", "calibrated"))
        .points(said, seen),
        Plot(x=("模型说的概率", "probability said"), y=("样本数", "samples")).bars(count, said, tone="indigo"),
    ]
    return Figure(
        numbers={"ece": ece, "auc": auc, "loss": loss, "plain": float(gap.mean()), "accuracy": float(np.mean((p > 0.5) == y))},
        plot=plots,
        says={
            "zh": f"logit 乘 {sharp:g}，{bins} 个箱：ECE = {ece:.3f}，AUC = {auc:.3f}，准确率 {np.mean((p > 0.5) == y):.1%}，交叉熵 {loss:.3f}。",
            "en": f"Logits times {sharp:g}, {bins} bins: ECE = {ece:.3f}, AUC = {auc:.3f}, accuracy {np.mean((p > 0.5) == y):.1%}, "
            f"cross-entropy {loss:.3f}.",
        },
    )  # fmt: skip


def claims(at) -> None:
    states = [at(sharp=s, bins=10).numbers for s in (0.5, 1, 2, 3)]
    assert max(s["auc"] for s in states) - min(s["auc"] for s in states) < 1e-12
    assert max(s["accuracy"] for s in states) - min(s["accuracy"] for s in states) < 1e-12
    assert min(states, key=lambda s: s["ece"]) is states[1] and min(states, key=lambda s: s["loss"]) is states[1]
    assert at(sharp=1, bins=50).numbers["ece"] > 1.5 * at(sharp=1, bins=5).numbers["ece"] > 0  # perfect, yet not zero
