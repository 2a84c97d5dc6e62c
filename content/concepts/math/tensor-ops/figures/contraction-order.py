"""Multiply-adds of nd,de,me->nm: all in one nest of loops, xW first, or Wy first, against the number of keys."""

import numpy as np

from beikao.kit import Draw, Figure, Plot, Slider

D = E = 128
KEYS = 1024

sliders = {"queries": Slider(0, 12, step=1, start=0, label=("查询数 N 是 2 的几次方", "queries N, power of two"))}


def costs(n, m):
    """Multiply-adds: one nest of loops, (xW)y, x(Wy)."""
    return n * m * D * E, n * D * E + n * m * E, m * D * E + n * m * D


def figure(draw: Draw, queries: int) -> Figure:
    n = 2**queries
    keys = 2.0 ** np.arange(0, 13)
    once, left, right = np.array([costs(n, m) for m in keys]).T
    at_once, at_left, at_right = costs(n, KEYS)
    plot = (
        Plot(x=("键数 M", "keys M"), y=("乘加次数", "multiply-adds"), log_x=True, log_y=True)
        .line(once, keys, label=("一个大循环", "one nest of loops"), tone="muted")
        .line(left, keys, label=("先 xW", "xW first"))
        .line(right, keys, label=("先 Wy", "Wy first"), tone="indigo", dash=True)
        .rule(x=KEYS, label=("M = 1024", "M = 1024"))
    )
    ratio = at_right / at_left
    return Figure(
        numbers={"keys": KEYS, "ratio": ratio, "loops": at_once / at_left, "left": at_left, "right": at_right},
        plot=plot,
        says={
            "zh": f"{n} 个查询、1024 个键、宽 128：先 xW 要 {at_left:,} 次乘加，先 Wy 是它的 {ratio:.2f} 倍，"
            f"一个大循环是 {at_once / at_left:.0f} 倍。",
            "en": f"{n} queries, 1024 keys, width 128: xW first takes {at_left:,} multiply-adds, Wy first {ratio:.2f} "
            f"times that, one nest of loops {at_once / at_left:.0f} times.",
        },
    )


def claims(at) -> None:
    assert at(queries=0).numbers["ratio"] > 100  # one query: the weight belongs on its side
    assert abs(at(queries=10).numbers["ratio"] - 1) < 1e-12  # as many queries as keys: no difference
    assert at(queries=12).numbers["ratio"] < 1  # more queries than keys: the other way round
    assert all(at(queries=q).numbers["loops"] > 50 for q in range(13))
