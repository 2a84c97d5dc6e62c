"""Ten thousand samples, two bell-shaped score distributions, a threshold: the four cells and what is made of them."""

import numpy as np
from scipy.stats import norm

from beikao.kit import Draw, Figure, Plot, Slider

TOTAL, DISTANCE = 10_000, 2.0
sliders = {
    "threshold": Slider(-1, 4, step=0.25, start=2, label=("阈值", "threshold")),
    "percent": Slider(1, 50, step=1, start=2, label=("正例占百分之几", "positives, per cent")),
}


def cells(threshold, percent):
    """True positives, false positives, false negatives, true negatives, rounded to whole samples."""
    positives = TOTAL * percent // 100
    tp = round(positives * float(norm.sf(threshold - DISTANCE)))
    fp = round((TOTAL - positives) * float(norm.sf(threshold)))
    return tp, fp, positives - tp, TOTAL - positives - fp


def figure(draw: Draw, threshold: float, percent: int) -> Figure:
    tp, fp, fn, tn = cells(threshold, percent)
    precision, recall = tp / max(tp + fp, 1), tp / (tp + fn)
    f1, accuracy = 2 * tp / max(2 * tp + fp + fn, 1), (tp + tn) / TOTAL
    grid, share = np.linspace(-3.5, 5.5, 91), percent / 100
    plots = [
        Plot(x=("分数", "score"), y=("密度", "density"))
        .line((1 - share) * norm.pdf(grid), grid, label=("负例", "negative"), tone="indigo", dash=True)
        .line(share * norm.pdf(grid - DISTANCE), grid, label=("正例", "positive"))
        .rule(x=threshold, label=("阈值", "threshold")),
        Plot(y=("", ""), y_range=(0, 1.05)).bars(
            [accuracy, precision, recall, f1],
            names=[("准确率", "accuracy"), ("精确率", "precision"), ("召回率", "recall"), ("F1", "F1")],
        ),
        Plot(axes=False).table(
            [[("真实为正", "truly positive"), str(tp), str(fn)], [("真实为负", "truly negative"), str(fp), str(tn)]],
            head=["", ("预测为正", "said positive"), ("预测为负", "said negative")],
        ),
    ]
    return Figure(
        numbers={"tp": tp, "fp": fp, "fn": fn, "tn": tn, "precision": precision, "recall": recall, "f1": f1,
                 "accuracy": accuracy, "never": 1 - share, "alarms": tp + fp, "false_rate": fp / (fp + tn)},
        plot=plots,
        says={
            "zh": f"正例 {percent}%，阈值 {threshold:g}：报 {tp + fp} 个，对 {tp} 个，漏 {fn} 个。准确率 {accuracy:.1%}，"
            f"精确率 {precision:.1%}，召回率 {recall:.1%}，F1 {f1:.3f}。",
            "en": f"{percent}% positive, threshold {threshold:g}: {tp + fp} alarms, {tp} right, {fn} missed. Accuracy {accuracy:.1%}, "
            f"precision {precision:.1%}, recall {recall:.1%}, F1 {f1:.3f}.",
        },
    )  # fmt: skip


def claims(at) -> None:
    rare, even = at(threshold=2, percent=2).numbers, at(threshold=2, percent=50).numbers
    assert abs(rare["recall"] - even["recall"]) < 0.01 and abs(rare["false_rate"] - even["false_rate"]) < 0.001
    assert even["precision"] > 2.5 * rare["precision"]  # recall and false alarms travel, precision does not
    assert rare["accuracy"] < rare["never"]  # saying never is more accurate
    best = max(at(threshold=t, percent=2).numbers["f1"] for t in (1.5, 2, 2.5, 2.75, 3))
    assert best > 1.3 * at(threshold=1, percent=2).numbers["f1"]
