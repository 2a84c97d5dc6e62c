"""Three classes of unequal size; the smallest gets better or worse while three averages of F1 look on."""

import numpy as np

from beikao.kit import Draw, Figure, Plot, Slider

LARGE, MIDDLE = 900, 200
sliders = {
    "rare": Slider(20, 300, step=20, start=20, label=("小类有几个样本", "samples of the small class")),
    "hit": Slider(0, 100, step=10, start=10, label=("小类的召回率（%）", "recall of the small class, %")),
}


def matrix(rare, hit):
    """Rows true, columns predicted; what the small class misses is taken for the large one."""
    found = round(rare * hit / 100)
    return np.array([[870, 25, 5], [30, 165, 5], [rare - found, 0, found]])


def scores(c):
    """F1 per class, precision and recall per class."""
    right, said, true = np.diag(c), c.sum(0), c.sum(1)
    return 2 * right / (said + true), right / said, right / true


def figure(draw: Draw, rare: int, hit: int) -> Figure:
    c = matrix(rare, hit)
    f1, precision, recall = scores(c)
    true = c.sum(1)
    macro, micro, weighted = float(f1.mean()), float(np.trace(c) / c.sum()), float(f1 @ true / true.sum())
    p, r = float(precision.mean()), float(recall.mean())
    names = [("大类", "large"), ("中类", "middle"), ("小类", "small")]
    plots = [
        Plot(axes=False).table(
            [[name, *(str(v) for v in row)] for name, row in zip(names, c, strict=True)],
            head=[("真实＼预测", "true \\ said"), *names],
        ),
        Plot(x=("各类的 F1", "F1 by class"), y_range=(0, 1.05)).bars(f1, names=names, tone="indigo"),
        Plot(x=("三种平均", "three averages"), y_range=(0, 1.05)).bars(
            [macro, micro, weighted], names=[("宏", "macro"), ("微", "micro"), ("加权", "weighted")]
        ),
    ]
    return Figure(
        numbers={
            "macro": macro,
            "micro": micro,
            "weighted": weighted,
            "small": float(f1[2]),
            "of_means": 2 * p * r / (p + r),
        },
        plot=plots,
        says={
            "zh": f"小类 {rare} 个样本，召回率 {hit}%：三类的 F1 是 {f1[0]:.3f}、{f1[1]:.3f}、{f1[2]:.3f}；宏 {macro:.3f}，微 {micro:.3f}，加权 {weighted:.3f}。",
            "en": f"{rare} samples in the small class, recall {hit}%: F1 by class {f1[0]:.3f}, {f1[1]:.3f}, {f1[2]:.3f}; "
            f"macro {macro:.3f}, micro {micro:.3f}, weighted {weighted:.3f}.",
        },
    )


def claims(at) -> None:
    worst, best = at(rare=20, hit=0).numbers, at(rare=20, hit=100).numbers
    assert best["macro"] - worst["macro"] > 0.2 and best["micro"] - worst["micro"] < 0.02  # micro hardly notices
    for state in (worst, best, at(rare=300, hit=50).numbers):
        assert state["of_means"] > state["macro"]  # two numbers under one name
    assert at(rare=300, hit=0).numbers["micro"] < at(rare=20, hit=0).numbers["micro"] - 0.1
