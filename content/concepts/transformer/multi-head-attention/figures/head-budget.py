"""A layer of width 4096 cut into 1 to 128 heads: what stays the same and what grows."""

import numpy as np

from beikao.kit import Draw, Figure, Plot, Slider

WIDTH = 4096
sliders = {
    "power": Slider(0, 7, step=1, start=5, label=("头数 2^p 里的 p", "p in the number of heads 2^p")),
    "length": Slider(9, 14, step=1, start=11, label=("长度 2^t 里的 t", "t in the length 2^t")),
}


def figure(draw: Draw, power: int, length: int) -> Figure:
    heads, n = 2**power, 2**length
    width = WIDTH // heads
    parameters = 4 * WIDTH * WIDTH
    products = 2 * n * n * WIDTH
    mebibytes = heads * n * n * 2 / 2**20
    counts = 2 ** np.arange(8)
    left = Plot().table(
        [
            [("每头的宽度", "width of a head"), str(width)],
            [("打分除以", "scores divided by"), f"{width**0.5:.4g}"],
            [("W_Q W_Kᵀ 的秩不超过", "rank of W_Q W_Kᵀ at most"), str(width)],
            [("四个投影的参数", "parameters, four maps"), f"{parameters / 1e6:.1f} M"],
            [("两次乘法的乘加", "multiply-adds, 2 products"), f"{products / 1e9:.4g} G"],
            [("FP16 的分数表", "table of scores, FP16"), f"{mebibytes:,.0f} MiB"],
        ]
    )
    right = (
        Plot(x=("头数", "heads"), y=("分数表（MiB，FP16）", "table of scores (MiB, FP16)"), log_x=True, log_y=True)
        .line(counts * n * n * 2.0 / 2**20, counts)
        .points([heads], [mebibytes], tone="gold")
    )
    return Figure(
        numbers={"width": width, "parameters": parameters / 1e6, "products": products / 1e9, "mebibytes": mebibytes, "n": n},
        plot=[left, right],
        says={
            "zh": f"{heads} 个头，每头宽 {width}：参数 {parameters / 1e6:.1f} 百万，长度 {n} 时乘加 {products / 1e9:.4g} G，都与头数无关；"
            f"分数表 {mebibytes:,.0f} MiB，与头数成正比。",
            "en": f"{heads} heads of width {width}: {parameters / 1e6:.1f} million parameters and, at length {n}, {products / 1e9:.4g} G "
            f"multiply-adds, whatever the number of heads; the table of scores, {mebibytes:,.0f} MiB, grows with it.",
        },
    )  # fmt: skip


def claims(at) -> None:
    few, many = at(power=0, length=11).numbers, at(power=5, length=11).numbers
    assert few["parameters"] == many["parameters"] and few["products"] == many["products"]
    assert many["mebibytes"] == 32 * few["mebibytes"] == 256
    assert at(power=5, length=12).numbers["mebibytes"] == 4 * many["mebibytes"]
