"""One graph, two ways to learn its tables: relative frequencies and posterior updating."""

import numpy as np

from beikao.kit import Draw, Figure, Plot, Slider

sliders = {"power": Slider(2, 12, step=1, start=4, label=("样本量，2 的几次方", "samples, power of two"))}
# D bad data -> S spike <- N faulty node; S -> A alert
TRUE = np.array([0.3, 0.2, 0.05, 0.7, 0.8, 0.95, 0.1, 0.9])
NAMES = ("D", "N", "S|00", "S|01", "S|10", "S|11", "A|0", "A|1")


def sample(n):
    """Rows of d, n, s, a."""
    u = np.random.default_rng(8).random((4096, 4))[:n]
    d, f = u[:, 0] < TRUE[0], u[:, 1] < TRUE[1]
    s = u[:, 2] < TRUE[2 + 2 * d + f]
    return d, f, s, u[:, 3] < TRUE[6 + s.astype(int)]


def counts(n):
    """(hits, trials) of each of the eight table entries."""
    d, f, s, a = sample(n)
    rows = [(d, np.ones(n, bool)), (f, np.ones(n, bool))]
    rows += [(s, (d == i) & (f == j)) for i in (False, True) for j in (False, True)]
    rows += [(a, s == i) for i in (False, True)]
    return np.array([[np.sum(hit & where), np.sum(where)] for hit, where in rows], dtype=float)


def figure(draw: Draw, power: int) -> Figure:
    table = counts(2**power)
    k, m = table[:, 0], table[:, 1]
    seen = m > 0
    mle = np.where(seen, k / np.maximum(m, 1), np.nan)
    mean = (k + 1) / (m + 2)
    x = np.arange(1, 9)
    graph = Plot(title=("同一张图", "the same graph"), axes=False, x_range=(0, 4), y_range=(0, 4))
    for px, py, name in ((0.6, 3.3, ("D 坏数据", "D bad data")), (2.4, 3.3, ("N 坏节点", "N bad node")),
                         (1.5, 1.9, ("S 尖峰", "S spike")), (1.5, 0.4, ("A 报警", "A alert"))):  # fmt: skip
        graph.text(px, py, name)
    graph.arrows([[0.9, 3.1], [2.7, 3.1], [1.8, 1.7]], [[1.6, 2.3], [2.0, 2.3], [1.8, 0.8]])
    plot = Plot(x=("表中的条目", "table entry"), y=("概率", "probability"), y_range=(0, 1.05))
    plot.bars(TRUE, x, names=[(n, n) for n in NAMES], label=("真值", "truth"), tone="muted")
    plot.points(x[seen] - 0.15, mle[seen], label=("频率（最大似然）", "frequency (MLE)"), tone="gold")
    plot.points(x + 0.15, mean, label=("后验均值", "posterior mean"), tone="indigo", hollow=True)
    empty, extreme = int(np.sum(~seen)), int(np.sum(seen & ((k == 0) | (k == m))))
    gap = float(np.max(np.abs(mle[seen] - mean[seen])))
    worst = float(np.max(np.abs(mean - TRUE)))
    return Figure(
        numbers={
            "n": 2**power,
            "empty": empty,
            "extreme": extreme,
            "gap": gap,
            "worst": worst,
            "entries": 8,
            "full": 15,
        },
        plot=[graph, plot],
        says={
            "zh": f"{2**power} 个样本：{empty} 个条目频率算不出，{extreme} 个是 0 或 1；两种学法最多差 {gap:.3f}。",
            "en": f"{2**power} samples: {empty} entries have no frequency, {extreme} are 0 or 1; the two ways differ by at most {gap:.3f}.",
        },
    )


def claims(at) -> None:
    few, many = at(power=2).numbers, at(power=12).numbers
    assert few["empty"] == 1 and few["extreme"] > 2  # frequencies fail where the posterior still answers
    assert many["empty"] == 0 and many["gap"] < 0.01 and many["worst"] < 0.06  # the same graph, the same answer
    assert many["gap"] < few["gap"]
