"""The bootstrap at work: resample questions in pairs, or each model on its own, and see what the interval becomes."""

import numpy as np

from beikao.kit import Draw, Figure, Plot, Slider

N, DRAWS = 300, 1500
sliders = {"shared": Slider(0, 0.9, step=0.15, start=0.75, label=("两模型共享的难度", "shared difficulty"))}


def scores(shared):
    """Marks 0 to 10 of two models on the same questions; `shared` is the weight of the difficulty they share."""
    rng = np.random.default_rng(4)
    common, own = rng.normal(size=N), rng.normal(size=(2, N))
    marks = 6 + 2 * (np.sqrt(shared) * common + np.sqrt(1 - shared) * (own - own.mean(axis=1, keepdims=True)))
    return marks[0] + 0.22, marks[1]


def figure(draw: Draw, shared: float) -> Figure:
    a, b = scores(shared)
    rng = np.random.default_rng(8)
    rows, other = rng.integers(0, N, size=(2, DRAWS, N))
    paired = a[rows].mean(axis=1) - b[rows].mean(axis=1)
    apart = a[rows].mean(axis=1) - b[other].mean(axis=1)
    edges = np.linspace(-0.6, 1.04, 42)
    middle = (edges[1:] + edges[:-1]) / 2
    counts = [np.histogram(v, edges)[0] / DRAWS for v in (paired, apart)]
    (low, high), (low2, high2) = (np.percentile(v, [2.5, 97.5]) for v in (paired, apart))
    plot = (
        Plot(x=("重采样得到的平均分差", "resampled difference of means"), y=("占比", "share"))
        .bars(counts[0], middle, label=("成对地抽题", "questions in pairs"))
        .line(counts[1], middle, label=("各抽各的", "each on its own"), tone="indigo", dash=True)
        .rule(x=0, label=("没有差别", "no difference"))
        .rule(x=low, tone="gold")
        .rule(x=high, tone="gold")
    )
    return Figure(
        numbers={
            "gap": float(a.mean() - b.mean()),
            "low": float(low),
            "high": float(high),
            "low_apart": float(low2),
            "high_apart": float(high2),
            "formula": float((a - b).std(ddof=1) / np.sqrt(N)),
            "spread": float(paired.std()),
        },
        plot=plot,
        says={
            "zh": f"分差 {a.mean() - b.mean():.2f}。成对重采样的 95% 区间是 [{low:.2f}, {high:.2f}]；"
            f"各抽各的是 [{low2:.2f}, {high2:.2f}]。",
            "en": f"The difference is {a.mean() - b.mean():.2f}. Resampled in pairs its 95% interval is "
            f"[{low:.2f}, {high:.2f}]; each on its own, [{low2:.2f}, {high2:.2f}].",
        },
    )


def claims(at) -> None:
    for shared in (0, 0.45, 0.75):
        state = at(shared=shared).numbers
        assert abs(state["spread"] / state["formula"] - 1) < 0.08  # the bootstrap finds the paired standard error
    tight = at(shared=0.75).numbers
    assert tight["low"] > 0 > tight["low_apart"]
    assert tight["high_apart"] - tight["low_apart"] > 1.5 * (tight["high"] - tight["low"])
