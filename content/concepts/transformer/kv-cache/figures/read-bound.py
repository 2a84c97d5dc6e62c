"""Tokens a second that memory bandwidth allows when decoding, against the batch, for 32, 8 and 1 KV heads."""

import numpy as np

from beikao.kit import Draw, Figure, Plot, Slider

LAYERS, WIDTH, WEIGHTS, BANDWIDTH, MEMORY = 32, 128, 16e9, 3.35e12, 80e9  # Llama 3 8B in BF16, one H100
KINDS = {"mha": (32, "ink"), "gqa": (8, "indigo"), "mqa": (1, "gold")}
sliders = {
    "power": Slider(9, 16, step=1, start=12, label=("上下文 2^p，p", "p in a context of 2^p")),
    "batch": Slider(0, 9, step=1, start=4, label=("批量 2^b，b", "b in a batch of 2^b")),
}


def figure(draw: Draw, power: int, batch: int) -> Figure:
    n, size = 2**power, 2**batch
    plot = Plot(
        x=("批量", "batch"), y=("词元每秒，上限", "tokens a second, at most"), log_x=True, log_y=True, x_range=(1, 1024)
    )
    numbers = {"n": n, "batch": size, "alone": BANDWIDTH / WEIGHTS}
    for kind, (heads, tone) in KINDS.items():
        each = 2 * LAYERS * heads * WIDTH * 2 * n
        fits = int((MEMORY - WEIGHTS) // each)
        sizes = np.unique(np.geomspace(1, max(1, min(fits, 1024)), 30).astype(int))
        if fits:
            plot.line(
                sizes * BANDWIDTH / (WEIGHTS + sizes * each), sizes, label=(kind.upper(), kind.upper()), tone=tone
            )
        numbers[f"{kind}_fits"] = fits
        numbers[f"{kind}_speed"] = size * BANDWIDTH / (WEIGHTS + size * each)
        numbers[f"{kind}_share"] = size * each / (WEIGHTS + size * each)
        numbers[f"{kind}_best"] = fits * BANDWIDTH / (WEIGHTS + fits * each)
    numbers["gain"] = numbers["gqa_best"] / numbers["mha_best"] if numbers["mha_best"] else 0.0
    plot.rule(x=size)
    return Figure(
        numbers=numbers,
        plot=plot,
        says={
            "zh": f"上下文 {n}：显存放得下 MHA {numbers['mha_fits']}、GQA {numbers['gqa_fits']}、MQA {numbers['mqa_fits']} 条。"
            f"批量 {size} 时 GQA 每步读的字节里缓存占 {numbers['gqa_share']:.0%}。",
            "en": f"Context {n}: memory holds {numbers['mha_fits']} sequences with MHA, {numbers['gqa_fits']} with GQA, {numbers['mqa_fits']} with MQA. "
            f"At batch {size} the cache is {numbers['gqa_share']:.0%} of what a GQA step reads.",
        },
    )  # fmt: skip


def claims(at) -> None:
    s = at(power=12, batch=4).numbers
    assert (
        s["mha_fits"] * 3.9 < s["gqa_fits"] and s["mha_best"] * 3 < s["gqa_best"]
    )  # four times smaller, far more batch
    assert abs(s["alone"] - 209.375) < 1e-9
    assert at(power=9, batch=0).numbers["gqa_share"] < 0.01 < 0.5 < at(power=15, batch=4).numbers["gqa_share"]
