"""Nine scored samples; the score of one positive moves. The ROC curve and every pair of a positive and a negative."""

import numpy as np

from beikao.kit import Draw, Figure, Plot, Slider

POSITIVE, NEGATIVE = (0.9, 0.7, 0.5), np.array([0.8, 0.6, 0.4, 0.3, 0.1])
sliders = {"score": Slider(0.05, 0.95, step=0.05, start=0.35, label=("那个正例的分数", "score of that positive"))}


def wins(positive):
    """1 where the positive is above, one half in a tie, else 0."""
    gap = np.round(positive[:, None] - NEGATIVE[None, :], 6)
    return (gap > 0) + 0.5 * (gap == 0)


def figure(draw: Draw, score: float) -> Figure:
    positive = np.array([*POSITIVE, score])
    table = wins(positive)
    auc = float(table.mean())
    cuts = sorted({*np.round(positive, 6), *np.round(NEGATIVE, 6)}, reverse=True)
    rise = [0.0, *(float(np.mean(np.round(positive, 6) >= c)) for c in cuts)]
    run = [0.0, *(float(np.mean(np.round(NEGATIVE, 6) >= c)) for c in cuts)]
    area = float(np.trapezoid(rise, run))
    ties, won = int(np.sum(table == 0.5)), int(np.sum(table == 1))
    plots = [
        Plot(x=("误报率", "false-alarm rate"), y=("召回率", "recall"), x_range=(0, 1), y_range=(0, 1.02), equal=True)
        .line(rise, run, label=("ROC", "ROC"))
        .line([0, 1], [0, 1], tone="muted", dash=True, label=("乱猜", "chance")),
        Plot(x=("五个负例，分数从高到低", "five negatives, highest first"), y=("四个正例", "four positives")).heat(
            table, numbers=True, low=0, high=1
        ),
    ]
    return Figure(
        numbers={"auc": auc, "area": area, "won": won, "ties": ties, "pairs": table.size},
        plot=plots,
        says={
            "zh": f"第四个正例的分数 {score:.2f}：{table.size} 对里赢 {won} 对，平 {ties} 对，AUC = {auc:.3f}，曲线下的面积也是 {area:.3f}。",
            "en": f"The fourth positive has {score:.2f}: of {table.size} pairs {won} are won and {ties} tied, AUC = {auc:.3f}, "
            f"and the area under the curve is {area:.3f} too.",
        },
    )


def claims(at) -> None:
    from scipy.stats import mannwhitneyu

    for score in (0.05, 0.3, 0.4, 0.6, 0.95):
        state = at(score=score).numbers
        assert abs(state["auc"] - state["area"]) < 1e-12  # pairs and area are one number
        u = mannwhitneyu([*POSITIVE, score], NEGATIVE).statistic
        assert abs(state["auc"] - u / 20) < 1e-9
    assert at(score=0.4).numbers["ties"] == 1
