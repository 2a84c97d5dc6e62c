"""Several recordings of each person: a random split against a split by person, for a nearest-neighbour model."""

import numpy as np

from beikao.kit import Draw, Figure, Plot, Slider

PEOPLE, RUNS, FOLDS = 48, 5, 4
MOST = 8
sliders = {
    "each": Slider(1, 8, step=1, start=6, label=("每人的样本数", "samples of each person")),
    "signal": Slider(0, 2, step=0.5, start=0.5, label=("真正的信号强度", "strength of the true signal")),
}


def nearest_right(far, y, fold):
    """Accuracy of one nearest neighbour, never from the same fold; `far` are squared distances (n, n)."""
    allowed = np.where(fold[:, None] == fold[None], np.inf, far)
    return float(np.mean(y[np.argmin(allowed, axis=1)] == y))


def accuracies(each, signal):
    """(random split, split by person): the second is what a new person will see."""
    out = np.zeros(2)
    for run in range(RUNS):
        rng = np.random.default_rng(run)
        label = rng.permutation(np.arange(PEOPLE) % 2)
        face = rng.normal(size=(PEOPLE, 6))
        face[:, 0] += signal * (2 * label - 1)
        who = np.repeat(np.arange(PEOPLE), each)
        x = face[who] + 0.35 * rng.normal(size=(len(who), 6))
        by_person = rng.permutation(np.arange(PEOPLE) % FOLDS)[who]
        at_random = rng.permutation(np.arange(len(who)) % FOLDS)
        length = (x * x).sum(axis=1)
        far = length[:, None] + length[None] - 2 * x @ x.T
        for place, fold in enumerate((at_random, by_person)):
            out[place] += nearest_right(far, label[who], fold) / RUNS
    return out


def figure(draw: Draw, each: int, signal: float) -> Figure:
    rows = np.array([accuracies(k, signal) for k in range(1, MOST + 1)])
    shuffled, grouped = rows[each - 1]
    counts = np.arange(1, MOST + 1)
    plot = (
        Plot(x=("每人的样本数", "samples of each person"), y=("准确率", "accuracy"), y_range=(0.4, 1.02))
        .line(rows[:, 0], counts, label=("随机划分", "random split"))
        .line(rows[:, 1], counts, label=("按人划分", "split by person"), tone="indigo", dash=True)
        .rule(y=0.5, label=("乱猜", "guessing"))
        .points([each] * 2, [shuffled, grouped])
    )
    return Figure(
        numbers={"random": float(shuffled), "grouped": float(grouped), "gap": float(100 * (shuffled - grouped))},
        plot=plot,
        says={
            "zh": f"每人 {each} 条，信号强度 {signal:g}：随机划分 {shuffled:.0%}，按人划分 {grouped:.0%}。",
            "en": f"{each} samples a person, signal {signal:g}: {shuffled:.0%} with a random split, {grouped:.0%} by person.",
        },
    )


def claims(at) -> None:
    assert at(each=8, signal=0).numbers["random"] > 0.9  # nothing to learn but who it is
    assert abs(at(each=8, signal=0).numbers["grouped"] - 0.5) < 0.1
    assert abs(at(each=1, signal=0.5).numbers["gap"]) < 8  # one sample each: both splits are the same thing
