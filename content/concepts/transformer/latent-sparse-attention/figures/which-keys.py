"""How much of the dense attention a few keys hold: the nearest, or the highest scored, on texts with a distant fact."""

import numpy as np

from beikao.kit import Draw, Figure, Plot, Slider

N, TRIALS = 64, 60
sliders = {
    "kept": Slider(1, 64, step=1, start=8, label=("每个查询看几个键", "keys a query sees")),
    "needle": Slider(0, 8, step=1, start=6, label=("远处要紧的键有多突出", "how strongly a distant key matters")),
}


def figure(draw: Draw, kept: int, needle: int) -> Figure:
    distance = np.arange(N)[::-1]  # the last key is the query's own position
    scores = draw.normal(TRIALS, N) - 0.08 * distance
    where = np.array([draw.integer(4, N - 25) for _ in range(TRIALS)])  # 24 steps back or more
    scores[np.arange(TRIALS), where] += needle
    weights = np.exp(scores - scores.max(1, keepdims=True))
    weights /= weights.sum(1, keepdims=True)
    window = np.cumsum(weights[:, ::-1], axis=1).mean(0)  # the nearest 1, 2, ... keys
    top = np.cumsum(-np.sort(-weights, axis=1), axis=1).mean(0)
    far = float(weights[np.arange(TRIALS), where].mean())
    counts = np.arange(1, N + 1)
    plot = (
        Plot(x=("看几个键", "keys seen"), y=("占稠密注意力的份额", "share of dense attention"), y_range=(0, 1.03))
        .line(window, counts, label=("滑窗", "window"), tone="indigo")
        .line(top, counts, label=("top-k", "top-k"))
        .rule(x=kept)
    )
    return Figure(
        numbers={"kept": kept, "window": float(window[kept - 1]), "top": float(top[kept - 1]), "far": far},
        plot=plot,
        says={
            "zh": f"64 个键里看 {kept} 个：滑窗看到 {window[kept - 1]:.0%} 的权重，top-k 看到 {top[kept - 1]:.0%}。远处那个键占 {far:.0%}。",
            "en": f"{kept} of 64 keys: a window sees {window[kept - 1]:.0%} of the weight, top-k {top[kept - 1]:.0%}. The distant key has {far:.0%}.",
        },
    )


def claims(at) -> None:
    assert abs(at(kept=64).numbers["window"] - 1) < 1e-9 and abs(at(kept=64).numbers["top"] - 1) < 1e-9
    for needle in (0, 4, 8):
        s = at(kept=8, needle=needle).numbers
        assert s["top"] >= s["window"]  # nothing of k keys holds more
    assert at(kept=8, needle=6).numbers["window"] < 0.3 < 0.7 < at(kept=8, needle=6).numbers["top"]
    assert at(kept=16, needle=0).numbers["window"] > 0.6
