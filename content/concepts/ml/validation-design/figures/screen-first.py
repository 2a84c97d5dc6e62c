"""Labels by coin toss: cross-validation after choosing features on all data, and choosing inside each fold."""

import numpy as np

from beikao.kit import Draw, Figure, Plot, Slider

N, FOLDS, RUNS, KEPT = 50, 5, 10, 20
SIZES = [20, 50, 100, 250, 500, 1000, 2000]
sliders = {"notch": Slider(0, 6, step=1, start=6, label=("候选特征数（档）", "candidate features (notch)"))}


def chosen(x, y):
    """The KEPT features whose means differ most between the classes."""
    gap = np.abs(x[y == 1].mean(axis=0) - x[y == 0].mean(axis=0))
    return np.argsort(-gap)[:KEPT]


def hits(x, y, train, test, columns):
    """How many test labels the nearest class mean gets right."""
    a, b = x[train][:, columns], x[test][:, columns]
    far = [((b - a[y[train] == c].mean(axis=0)) ** 2).sum(axis=1) for c in (0, 1)]
    return int(np.sum((far[1] < far[0]) == (y[test] == 1)))


def scores():
    """Accuracy of both ways for every number of candidates, averaged over runs."""
    out = np.zeros((2, len(SIZES)))
    for run in range(RUNS):
        rng = np.random.default_rng(run)
        every, y = rng.normal(size=(N, SIZES[-1])), rng.permutation(np.arange(N) % 2)
        folds = np.array_split(rng.permutation(N), FOLDS)
        for place, p in enumerate(SIZES):
            x = every[:, :p]
            first = chosen(x, y)
            for test in folds:
                train = np.setdiff1d(np.arange(N), test)
                out[0, place] += hits(x, y, train, test, first) / (N * RUNS)
                out[1, place] += hits(x, y, train, test, chosen(x[train], y[train])) / (N * RUNS)
    return out


def figure(draw: Draw, notch: int) -> Figure:
    before, inside = scores()
    plot = (
        Plot(
            x=("候选特征数", "candidate features"),
            y=("五折交叉验证的准确率", "5-fold accuracy"),
            log_x=True,
            y_range=(0.3, 1.02),
        )
        .line(before, SIZES, label=("先在全部数据上选特征", "chosen on all data first"))
        .line(inside, SIZES, label=("在每折的训练部分里选", "chosen inside each fold"), tone="indigo", dash=True)
        .rule(y=0.5, label=("真相：抛硬币", "the truth: a coin"), tone="gold")
        .points([SIZES[notch]] * 2, [before[notch], inside[notch]])
    )
    return Figure(
        numbers={
            "p": SIZES[notch],
            "before": float(before[notch]),
            "inside": float(inside[notch]),
            "kept": KEPT,
            "n": N,
        },
        plot=plot,
        says={
            "zh": f"标签是抛硬币。从 {SIZES[notch]} 个随机特征里先选 {KEPT} 个再交叉验证，准确率 {before[notch]:.0%}；"
            f"在每折里面选，{inside[notch]:.0%}。",
            "en": f"The labels are coin tosses. Choosing {KEPT} of {SIZES[notch]} random features first and then "
            f"cross-validating gives {before[notch]:.0%}; choosing inside each fold, {inside[notch]:.0%}.",
        },
    )


def claims(at) -> None:
    assert at(notch=6).numbers["before"] > 0.9  # random features, random labels
    for notch in (2, 4, 6):
        assert abs(at(notch=notch).numbers["inside"] - 0.5) < 0.08
    assert at(notch=0).numbers["before"] < 0.6  # with nothing to choose from there is nothing to leak
