"""The tiles of a causal score matrix of 48 by 48: skipped, cut by the diagonal, or whole."""

import numpy as np

from beikao.kit import Draw, Figure, Plot, Slider

N = 48
sliders = {
    "block": Slider(2, 16, step=1, start=8, label=("块长", "length of a block")),
    "causal": Slider(0, 1, step=1, start=1, label=("因果掩码：0 关，1 开", "causal mask: 0 off, 1 on")),
}


def figure(draw: Draw, block: int, causal: int) -> Figure:
    starts = np.arange(0, N, block)
    ends = np.minimum(starts + block, N)
    seen = np.tri(N, dtype=bool) if causal else np.ones((N, N), dtype=bool)
    share = np.array(
        [[seen[a:b, c:d].mean() for c, d in zip(starts, ends, strict=True)] for a, b in zip(starts, ends, strict=True)]
    )
    cells = np.array(
        [[(b - a) * (d - c) for c, d in zip(starts, ends, strict=True)] for a, b in zip(starts, ends, strict=True)]
    )
    computed = int((share > 0).sum())
    work = float(cells[share > 0].sum() / N**2)
    plot = Plot(
        title=("每块里看得见的比例", "share seen in each tile"),
        x=("键的块", "blocks of keys"),
        y=("查询的块", "blocks of queries"),
    )
    plot.heat(share, low=0, high=1)
    return Figure(
        numbers={"tiles": len(starts) ** 2, "computed": computed, "work": work, "needed": float(seen.mean())},
        plot=plot,
        says={
            "zh": f"48×48，块长 {block}：{len(starts) ** 2} 块里要算 {computed} 块，占全部格子的 {work:.0%}；真正看得见的是 {seen.mean():.0%}。",
            "en": f"48 by 48 in blocks of {block}: {computed} of {len(starts) ** 2} tiles are computed, {work:.0%} of all cells; "
            f"{seen.mean():.0%} are really seen.",
        },
    )  # fmt: skip


def claims(at) -> None:
    for block in (2, 4, 8, 16):
        tiles = N // block
        assert at(block=block, causal=1).numbers["computed"] == tiles * (tiles + 1) // 2
    assert at(block=2, causal=1).numbers["work"] < at(block=16, causal=1).numbers["work"]
    assert at(block=7, causal=0).numbers["work"] == 1.0  # a block that does not divide loses nothing
