"""Lengths of 20,000 documents with a heavy tail and two planted oddities, seen through different histograms."""

import numpy as np

from beikao.kit import Draw, Figure, Plot, Slider

N, LIMIT = 20_000, 2048
sliders = {
    "log": Slider(0, 1, step=1, start=0, label=("对数横轴（0 否 1 是）", "logarithmic axis (0 no, 1 yes)")),
    "bins": Slider(10, 90, step=20, start=10, label=("分多少箱", "number of bins")),
}


def sample():
    """Tokens a document: log-normal, a batch cut at LIMIT, and some near-empty pages."""
    rng = np.random.default_rng(7)
    body = np.exp(rng.normal(5.6, 1.1, N))
    cut = rng.random(N) < 0.5  # half came through a pipeline that truncates
    body[cut] = np.minimum(body[cut], LIMIT)
    body[rng.random(N) < 0.02] = 3
    return np.maximum(np.round(body), 1)


def figure(draw: Draw, log: int, bins: int) -> Figure:
    x = sample()
    edges = np.geomspace(1, x.max() + 1, bins + 1) if log else np.linspace(0, x.max() + 1, bins + 1)
    counts = np.histogram(x, edges)[0]
    top = np.sort(x)[::-1]
    mean, median = float(x.mean()), float(np.median(x))
    at_limit = int(np.sum(x == LIMIT))
    first = float(counts[0] / N)
    # a spike: a bin more than 1.8 times as high as both its neighbours
    inner = (counts[1:-1] > 1.8 * counts[:-2]) & (counts[1:-1] > 1.8 * counts[2:]) & (counts[1:-1] > 60)
    plot = (
        Plot(x=("词元数", "tokens"), y=("文档数", "documents"), log_x=bool(log))
        .band(np.repeat(edges, 2)[1:-1], np.zeros(2 * bins), np.repeat(counts, 2), tone="indigo")
        .line(np.repeat(counts, 2), np.repeat(edges, 2)[1:-1])
        .rule(x=median, label=("中位数", "median"))
        .rule(x=mean, label=("均值", "mean"), tone="gold")
    )
    return Figure(
        numbers={"mean": mean, "median": median, "below": float(np.mean(x < mean)), "longest": int(x.max()),
                 "top1": float(top[: N // 100].sum() / x.sum()), "half": float(np.searchsorted(np.cumsum(top), x.sum() / 2) / N),
                 "at_limit": at_limit, "empty": int(np.sum(x == 3)), "first_bin": first, "spikes": int(inner.sum())},
        plot=plot,
        says={
            "zh": f"{N} 篇文档，均值 {mean:.0f}，中位数 {median:.0f}；{'对数' if log else '线性'}横轴分 {bins} 箱，"
            f"第一箱装了 {first:.0%}，看得见 {int(inner.sum())} 根突起的柱子。",
            "en": f"{N} documents, mean {mean:.0f}, median {median:.0f}; with {bins} bins on a {'logarithmic' if log else 'linear'} "
            f"axis the first holds {first:.0%}, and {int(inner.sum())} bars stand out.",
        },
    )  # fmt: skip


def claims(at) -> None:
    plain, seen = at(log=0, bins=10).numbers, at(log=1, bins=90).numbers
    assert plain["first_bin"] > 0.9 and plain["spikes"] == 0  # everything in one bar
    assert seen["spikes"] == 2 and seen["at_limit"] > 200 and seen["empty"] > 200  # both oddities stand out
    assert seen["mean"] > 1.5 * seen["median"] and seen["below"] > 0.68
    assert seen["top1"] > 0.08 and seen["half"] < 0.2
