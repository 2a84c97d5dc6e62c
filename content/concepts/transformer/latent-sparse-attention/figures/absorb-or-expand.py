"""Multiply-adds of one MLA layer for m new tokens against n cached: absorbed, or expanded to heads first."""

import numpy as np

from beikao.kit import Draw, Figure, Plot, Slider

H, D, C, R = 128, 128, 512, 64
sliders = {
    "context": Slider(9, 17, step=1, start=13, label=("缓存 2^c 个词元，c", "c in 2^c tokens cached")),
    "new": Slider(0, 12, step=1, start=0, label=("新来 2^m 个，m", "m in 2^m new tokens")),
}


def costs(n, m):
    """(absorbed, expanded), the causal half of the new block not skipped."""
    pairs = m * (n + m) * H
    absorbed = 2 * m * H * C * D + pairs * (2 * C + R)
    expanded = 2 * (n + m) * H * C * D + pairs * (2 * D + R)
    return absorbed, expanded


def figure(draw: Draw, context: int, new: int) -> Figure:
    n, m = 2**context, 2**new
    counts = 2.0 ** np.arange(13)
    absorbed, expanded = costs(n, counts)
    a, e = costs(n, m)
    cross = C * D / (C - D)
    plot = (
        Plot(
            x=("一次进几个新词元", "new tokens at once"),
            y=("每个新词元的乘加", "multiply-adds a new token"),
            log_x=True,
            log_y=True,
        )
        .line(absorbed / counts, counts, label=("吸收", "absorbed"))
        .line(expanded / counts, counts, label=("还原成多头", "expanded"), tone="indigo")
        .rule(x=cross, label=("交叉", "crossing"))
        .points([m], [a / m])
    )
    return Figure(
        numbers={"n": n, "m": m, "absorbed": a / m / 1e9, "expanded": e / m / 1e9, "ratio": e / a, "inverse": a / e, "cross": cross,
                 "pair_absorbed": 2 * C + R, "pair_expanded": 2 * D + R},
        plot=plot,
        says={
            "zh": f"缓存 {n} 个，新来 {m} 个：每个新词元，吸收 {a / m / 1e8:.4g} 亿次乘加，先还原再算 {e / m / 1e8:.4g} 亿次，后者是前者的 {e / a:.2f} 倍。",
            "en": f"{n} cached, {m} new: a new token takes {a / m / 1e9:.3g} billion multiply-adds absorbed, {e / m / 1e9:.3g} expanded first, {e / a:.2f} times as many.",
        },
    )  # fmt: skip


def claims(at) -> None:
    assert at(context=13, new=0).numbers["ratio"] > 80  # one token: absorb
    assert at(context=13, new=12).numbers["ratio"] < 0.4  # prefill: expand
    assert 170 < at(context=13, new=0).numbers["cross"] < 171
    assert at(context=17, new=7).numbers["ratio"] > 1 > at(context=17, new=8).numbers["ratio"]
