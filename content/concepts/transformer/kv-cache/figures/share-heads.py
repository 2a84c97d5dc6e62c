"""Which KV head each of eight query heads reads, for 8, 4, 2 or 1 KV heads, and what a token costs."""

import numpy as np

from beikao.kit import Draw, Figure, Plot, Slider

H = 8
sliders = {
    "power": Slider(0, 3, step=1, start=1, label=("KV 头数 2^p，p", "p in 2^p KV heads")),
    "tiled": Slider(0, 1, step=1, start=0, label=("0 连续分组，1 错误的轮流", "0 consecutive, 1 tiled (wrong)")),
}


def figure(draw: Draw, power: int, tiled: int) -> Figure:
    groups = 2**power
    head = np.arange(H)
    reads = head % groups if tiled else head // (H // groups)
    table = (reads[:, None] == np.arange(groups)[None, :]).astype(float)
    queries, keys, values = draw.normal(H, 16), draw.normal(groups, 12, 16), draw.normal(groups, 12, 16)

    def out(source):
        scores = np.einsum("hd,htd->ht", queries, keys[source]) / 4
        weights = np.exp(scores - scores.max(1, keepdims=True))
        return np.einsum("ht,htd->hd", weights / weights.sum(1, keepdims=True), values[source])

    right = head // (H // groups)
    wrong_heads = int(np.sum(np.any(np.abs(out(reads) - out(right)) > 1e-9, axis=1)))
    sizes = [2 * g * 128 * 2 for g in (8, 4, 2, 1)]
    names = [("8 MHA", "8 MHA"), ("4", "4"), ("2", "2"), ("1 MQA", "1 MQA")]
    return Figure(
        numbers={
            "groups": groups,
            "each": H // groups,
            "bytes": 2 * groups * 128 * 2,
            "share": groups / H,
            "wrong": wrong_heads,
        },
        plot=[
            Plot(title=("查询头（行）读哪个 KV 头（列）", "query head (row) reads KV head (column)")).heat(
                table, low=0, high=1
            ),
            Plot(
                title=("每层每词元字节，头宽 128", "bytes a token and layer, head width 128"), x=("KV 头数", "KV heads")
            )
            .bars(sizes, names=names)
            .points([4 - power], [2 * groups * 128 * 2], tone="gold"),
        ],
        says={
            "zh": f"8 个查询头，{groups} 个 KV 头，{H // groups} 个查询头共用一个，每层每词元 {512 * groups} 字节。"
            + (f"轮流分：{wrong_heads} 个头的输出变了。" if tiled else "连续分组。"),
            "en": f"8 query heads, {groups} KV heads, {H // groups} queries to one; {512 * groups} bytes a token and layer. "
            + (f"Tiled: the output of {wrong_heads} heads changes." if tiled else "Consecutive groups."),
        },
    )


def claims(at) -> None:
    assert (
        at(power=3, tiled=1).numbers["wrong"] == 0 and at(power=0, tiled=1).numbers["wrong"] == 0
    )  # the ends hide the fault
    assert at(power=1, tiled=1).numbers["wrong"] == 4 and at(power=2, tiled=1).numbers["wrong"] == 6
    assert at(power=1, tiled=0).numbers["wrong"] == 0 and at(power=1, tiled=0).numbers["share"] == 0.25
