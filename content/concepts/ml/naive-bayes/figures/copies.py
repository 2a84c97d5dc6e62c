"""A weak signal seen k times, more or less copied: what naive Bayes believes, what is true, and when it loses."""

import numpy as np
from scipy.stats import binom

from beikao.kit import Draw, Figure, Plot, Slider

WEAK, STRONG, MOST = 0.65, 0.8, 10
sliders = {
    "k": Slider(1, 10, step=1, start=5, label=("弱特征的个数 k", "weak features k")),
    "shared": Slider(0, 100, step=20, start=80, label=("照抄同一信号的比例 %", "copied from one signal, per cent")),
}


def counts(k, rho):
    """P(t of k weak features say yes | class 1), t = 0..k. Class 0 is the mirror image."""
    t = np.arange(k + 1)
    yes = binom.pmf(t, k, rho + (1 - rho) * WEAK)
    no = binom.pmf(t, k, (1 - rho) * WEAK)
    return WEAK * yes + (1 - WEAK) * no


def alone(k, rho):
    """For every t: its probability, what naive Bayes believes of class 1, and the truth."""
    one = counts(k, rho)
    zero = one[::-1]
    z = (2 * np.arange(k + 1) - k) * np.log(WEAK / (1 - WEAK))
    seen = one + zero > 1e-12  # with nothing but copies only "all" and "none" ever happen
    one, zero, z = one[seen], zero[seen], z[seen]
    return (one + zero) / 2, 1 / (1 + np.exp(-z)), one / (one + zero)


def accuracies(k, rho):
    """Of naive Bayes and of the best possible rule, with one strong independent feature beside the weak ones."""
    one = counts(k, rho)
    zero = one[::-1]
    z = (2 * np.arange(k + 1) - k) * np.log(WEAK / (1 - WEAK))
    naive = best = 0.0
    for s1, s0, pull in ((STRONG, 1 - STRONG, 1.0), (1 - STRONG, STRONG, -1.0)):
        joint = np.stack([s1 * one, s0 * zero]) / 2
        score = z + pull * np.log(STRONG / (1 - STRONG))
        naive += float(np.where(score > 1e-12, joint[0], np.where(score < -1e-12, joint[1], joint.mean(axis=0))).sum())
        best += float(joint.max(axis=0).sum())
    return naive, best


def figure(draw: Draw, k: int, shared: int) -> Figure:
    rho = shared / 100
    weight, believed, true = alone(k, rho)
    off = float(np.sum(weight * np.abs(believed - true)))
    best_alone = float(np.sum(weight * np.maximum(true, 1 - true)))
    naive_alone = float(
        np.sum(weight * np.where(believed > 0.5 + 1e-9, true, np.where(believed < 0.5 - 1e-9, 1 - true, 0.5)))
    )
    ks = np.arange(1, MOST + 1)
    both = np.array([accuracies(int(j), rho) for j in ks])
    left = (
        Plot(
            x=("它说的概率", "what it says"),
            y=("真实的概率", "what is true"),
            x_range=(-0.03, 1.03),
            y_range=(-0.03, 1.03),
        )
        .line([0, 1], [0, 1], tone="muted", dash=True, label=("说多少是多少", "as it says"))
        .points(believed, true, tone="gold", label=("k 个弱特征", "k weak features"))
    )
    right = (
        Plot(
            x=("弱特征的个数 k", "weak features k"),
            y=("准确率（另有一个强特征）", "accuracy, one strong feature beside"),
        )
        .line(both[:, 1], ks, label=("最优", "best possible"))
        .line(both[:, 0], ks, label=("朴素贝叶斯", "naive Bayes"), tone="indigo", dash=True)
        .points([k], [both[k - 1, 0]], tone="gold")
    )
    naive, best = (float(v) for v in (both[k - 1, 0], both[k - 1, 1]))
    return Figure(
        numbers={"off": off, "says_all": float(believed[-1]), "true_all": float(true[-1]), "naive": naive, "best": best,
                 "naive_alone": naive_alone, "best_alone": best_alone},
        plot=[left, right],
        says={
            "zh": f"{k} 个弱特征，{shared}% 照抄：全说「是」时它报 {believed[-1]:.3f}，真实是 {true[-1]:.3f}；概率平均差 {off:.3f}。"
            f"加上一个强特征，准确率 {naive:.3f}，最优 {best:.3f}。",
            "en": f"{k} weak features, {shared}% copied: when all say yes it reports {believed[-1]:.3f}, the truth is {true[-1]:.3f}; "
            f"probabilities are off by {off:.3f} on average. With a strong feature beside, accuracy {naive:.3f}, best {best:.3f}.",
        },
    )  # fmt: skip


def claims(at) -> None:
    assert at(k=5, shared=0).numbers["off"] < 1e-9  # independent: calibrated
    assert abs(at(k=5, shared=0).numbers["naive"] - at(k=5, shared=0).numbers["best"]) < 1e-9
    for k in (3, 5, 9):
        for shared in (40, 80, 100):
            state = at(k=k, shared=shared).numbers
            assert state["best_alone"] - state["naive_alone"] < 0.035  # alone, the decision is nearly the best one
            assert state["off"] > 0.03  # and the probability is not
    some = at(k=5, shared=40).numbers
    assert abs(some["best_alone"] - some["naive_alone"]) < 1e-9  # no point has crossed
    copied = at(k=5, shared=100).numbers
    assert copied["says_all"] > 0.95 and abs(copied["true_all"] - WEAK) < 1e-9
    assert abs(copied["best"] - STRONG) < 1e-9 and abs(copied["naive"] - WEAK) < 1e-9  # outvoted
