"""Multiply-adds a token of one layer, and numbers kept in generation, against the length."""

import numpy as np

from beikao.kit import Draw, Figure, Plot, Slider

sliders = {
    "power": Slider(4, 16, step=1, start=7, label=("长度 2^p，p", "p in the length 2^p")),
    "width": Slider(256, 4096, step=256, start=1024, label=("宽度 d", "width d")),
    "causal": Slider(
        0, 1, step=1, start=0, label=("1：跳过因果掩码挡住的一半", "1: skip the half a causal mask hides")
    ),
}


def figure(draw: Draw, power: int, width: int, causal: int) -> Figure:
    n, d = 2**power, width
    lengths = 2.0 ** np.arange(4, 17)

    def attention(m):
        return 4 * d * d + (1 if causal else 2) * m * d

    lstm, gru, plain = 8 * d * d, 6 * d * d, 2 * d * d
    cross = 4 * d if causal else 2 * d
    left = Plot(
        title=("每词元乘加（百万）", "multiply-adds a token (millions)"), x=("长度", "length"), log_x=True, log_y=True
    )
    left.line(attention(lengths) / 1e6, lengths, label=("注意力", "attention"))
    for each, label, tone, dash in (
        (lstm, "LSTM", "indigo", False),
        (gru, "GRU", "indigo", True),
        (plain, "RNN", "gold", False),
    ):
        left.line(np.full(13, each / 1e6), lengths, label=(label, label), tone=tone, dash=dash)
    left.points([n], [attention(n) / 1e6]).rule(x=cross, label=("与 LSTM 相等", "equal to LSTM"))
    right = (
        Plot(
            title=("生成时每层要留的数", "numbers a layer keeps in generation"),
            x=("长度", "length"),
            log_x=True,
            log_y=True,
        )
        .line(2 * d * lengths, lengths, label=("注意力缓存", "cache of attention"))
        .line(np.full(13, 2 * d), lengths, label=("LSTM 状态", "state of LSTM"), tone="indigo")
        .points([n], [2 * d * n])
    )
    ratio = attention(n) / lstm
    return Figure(
        numbers={
            "n": n, "attention": attention(n) / 1e6, "lstm": lstm / 1e6, "gru": gru / 1e6, "plain": plain / 1e6, "cross": cross,
            "ratio": ratio, "share": 1 - 4 * d * d / attention(n), "kept": n,
        },
        plot=[left, right],
        says={
            "zh": f"长度 {n}，宽 {d}：注意力层每词元 {attention(n) / 1e6:.2f} 百万次乘加，是 LSTM 的 {ratio:.2f} 倍，"
            f"随长度增长的占 {1 - 4 * d * d / attention(n):.0%}。长度到 {cross} 两者相等。生成时缓存是 LSTM 状态的 {n} 倍。",
            "en": f"Length {n}, width {d}: the attention layer takes {attention(n) / 1e6:.2f} million multiply-adds a token, {ratio:.2f} times an LSTM; "
            f"{1 - 4 * d * d / attention(n):.0%} grow with the length. They are equal at {cross}. The cache is {n} times the state of the LSTM.",
        },
    )  # fmt: skip


def claims(at) -> None:
    for width in (256, 1024, 4096):
        assert at(power=4, width=width).numbers["ratio"] < 0.6  # short: attention computes less than an LSTM
        assert at(power=int(np.log2(2 * width)), width=width).numbers["ratio"] == 1
        assert at(power=int(np.log2(4 * width)), width=width, causal=1).numbers["ratio"] == 1
    assert at(power=16, width=256).numbers["ratio"] > 50
