"""Bits per byte and perplexity: one quality of model is many perplexities, depending on how long tokens are."""

import numpy as np

from beikao.kit import Draw, Figure, Plot, Slider

OTHER = (0.90, 3.0)  # bits per byte and bytes per token of a model to compare with
sliders = {
    "bits": Slider(0.6, 1.2, step=0.05, start=0.85, label=("模型甲：每字节比特数", "model A: bits per byte")),
    "length": Slider(1, 6, step=0.25, start=4.5, label=("模型甲：每词元字节数", "model A: bytes per token")),
}


def perplexity(bits, length):
    """Of a token that is `length` bytes long on average."""
    return float(2 ** (bits * length))


def figure(draw: Draw, bits: float, length: float) -> Figure:
    mine, other = perplexity(bits, length), perplexity(*OTHER)
    grid = np.linspace(1, 6, 61)
    plot = (
        Plot(
            x=("每词元字节数", "bytes per token"),
            y=("每词元困惑度", "perplexity per token"),
            log_y=True,
            y_range=(1, 200),
        )
        .line([perplexity(bits, g) for g in grid], grid, label=("甲的每字节比特数", "A's bits per byte"))
        .line(
            [perplexity(OTHER[0], g) for g in grid],
            grid,
            label=("乙的每字节比特数", "B's bits per byte"),
            tone="indigo",
        )
        .points([length], [mine], tone="gold", label=("甲", "A"))
        .points([OTHER[1]], [other], tone="indigo", label=("乙", "B"))
    )
    return Figure(
        numbers={
            "mine": mine, "other": other, "loss": float(np.log(mine)), "loss_other": float(np.log(other)), "bits": bits,
            "bits_other": OTHER[0], "length_other": OTHER[1], "per_byte": perplexity(bits, 1),
        },
        plot=plot,
        says={
            "zh": f"甲每字节 {bits:.2f} 比特，词元长 {length:g} 字节，困惑度 {mine:.1f}；乙每字节 {OTHER[0]:.2f} 比特，词元长 {OTHER[1]:g} 字节，困惑度 {other:.1f}。"
            + ("每字节更省的是甲。" if bits < OTHER[0] else "两者一样。" if bits == OTHER[0] else "每字节更省的是乙。"),
            "en": f"A: {bits:.2f} bits per byte, tokens of {length:g} bytes, perplexity {mine:.1f}. B: {OTHER[0]:.2f} bits per byte, tokens of {OTHER[1]:g} bytes, "
            f"perplexity {other:.1f}. " + ("A needs fewer bits." if bits < OTHER[0] else "They are equal." if bits == OTHER[0] else "B needs fewer bits."),
        },
    )  # fmt: skip


def claims(at) -> None:
    better = at(bits=0.85, length=4.5).numbers
    assert (
        better["bits"] < better["bits_other"] and better["mine"] > 2 * better["other"]
    )  # better, and twice as perplexed
    assert abs(at(bits=0.9, length=3).numbers["mine"] - better["other"]) < 1e-9
    assert abs(at(bits=0.85, length=2).numbers["mine"] ** 2 - at(bits=0.85, length=4).numbers["mine"]) < 1e-9
