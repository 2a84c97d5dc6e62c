"""Multiply-adds a token and steps in a row, for attention, a GRU and a plain recurrent layer, against the length."""

import numpy as np

from beikao.kit import Draw, Figure, Plot, Slider

sliders = {
    "power": Slider(4, 14, step=1, start=6, label=("长度 2^p 里的 p", "p in the length 2^p")),
    "width": Slider(128, 1024, step=128, start=256, label=("模型宽度 d", "width d of the model")),
}


def figure(draw: Draw, power: int, width: int) -> Figure:
    n, d = 2**power, width
    lengths = 2.0 ** np.arange(4, 15)

    def attention(m):
        return 4 * d * d + 2 * m * d  # four projections, then scores and weighted sum

    gru, plain = 6 * d * d, 2 * d * d
    left = (
        Plot(title=("每个词元的乘加（百万）", "multiply-adds a token (millions)"), x=("长度", "length"), y=("百万", "millions"),
             log_x=True, log_y=True)
        .line(attention(lengths) / 1e6, lengths, label=("注意力", "attention"))
        .line(np.full(11, gru / 1e6), lengths, label=("GRU", "GRU"), tone="indigo")
        .line(np.full(11, plain / 1e6), lengths, label=("普通循环", "plain recurrent"), tone="gold")
        .points([n], [attention(n) / 1e6])
        .rule(x=d, label=("n = d", "n = d"))
    )  # fmt: skip
    right = (
        Plot(title=("必须先后进行的步数", "steps one after another"), x=("长度", "length"), y=("步", "steps"), log_x=True, log_y=True)
        .line(np.ones(11), lengths, label=("注意力", "attention"))
        .line(lengths, lengths, label=("循环", "recurrent"), tone="indigo")
    )  # fmt: skip
    share = 2 * n / (4 * d + 2 * n)
    return Figure(
        numbers={
            "n": n, "attention": attention(n) / 1e6, "gru": gru / 1e6, "plain": plain / 1e6, "ratio": attention(n) / gru,
            "share": share,
        },
        plot=[left, right],
        says={
            "zh": f"长度 {n}，宽 {d}：每个词元，注意力 {attention(n) / 1e6:.2f} 百万次乘加，其中随长度增长的占 {share:.0%}；"
            f"GRU {gru / 1e6:.2f}，普通循环 {plain / 1e6:.2f}。循环要先后走 {n} 步，注意力一步。",
            "en": f"Length {n}, width {d}: a token takes attention {attention(n) / 1e6:.2f} million multiply-adds, {share:.0%} of which grow "
            f"with the length; the GRU {gru / 1e6:.2f}, a plain recurrent layer {plain / 1e6:.2f}. Recurrence takes {n} steps in a row, attention one.",
        },
    )  # fmt: skip


def claims(at) -> None:
    for width in (128, 256, 1024):
        assert at(power=4, width=width).numbers["ratio"] < 1  # short: attention computes less than a GRU
        assert at(power=int(np.log2(width)), width=width).numbers["ratio"] == 1
    assert at(power=14, width=256).numbers["ratio"] > 10  # long: it is what hurts
    assert at(power=4, width=256).numbers["share"] < 0.05
