"""The third token's weights when the mask comes before the softmax and after it, while a later token's score moves."""

import numpy as np

from beikao.kit import Draw, Figure, Plot, Slider

SCORES = np.array([1.2, 0.3, 1.6, 0.5, 0.0, 0.8])
SEEN = 3
sliders = {
    "later": Slider(-3, 5, step=0.5, start=1, label=("第 5 个词元（在未来）的分数", "score of token 5, in the future"))
}
NAMES = [(str(i), str(i)) for i in range(1, 7)]


def softmax(s):
    e = np.exp(s - s.max())
    return e / e.sum()


def figure(draw: Draw, later: float) -> Figure:
    scores = SCORES.copy()
    scores[4] = later
    before = softmax(np.where(np.arange(6) < SEEN, scores, -np.inf))
    after = softmax(scores) * (np.arange(6) < SEEN)
    plots = [
        Plot(title=title, x=("键", "key"), y=("权重", "weight"), y_range=(0, 0.7)).bars(w, names=NAMES, tone=tone)
        for title, w, tone in (
            (("先掩码，再 softmax", "mask, then softmax"), before, "indigo"),
            (("先 softmax，再清零", "softmax, then zero"), after, "gold"),
        )
    ]
    return Figure(
        numbers={"before": float(before[2]), "after": float(after[2]), "total": float(after.sum())},
        plot=plots,
        says={
            "zh": f"第 5 个词元的分数是 {later:g}。先掩码：第 3 个词元给自己 {before[2]:.3f}，总和 1；后清零：{after[2]:.3f}，总和只有 {after.sum():.3f}。",
            "en": f"Token 5 scores {later:g}. Mask first: token 3 gives itself {before[2]:.3f}, in all 1. Zeroed after: {after[2]:.3f}, in all only {after.sum():.3f}.",
        },
    )


def claims(at) -> None:
    low, high = at(later=-3).numbers, at(later=5).numbers
    assert low["before"] == high["before"]  # what comes later changes nothing
    assert high["total"] < 0.1 < 0.6 < low["total"]  # here it changes everything
