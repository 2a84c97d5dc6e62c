"""Adding 1 four thousand times in a narrow format, in one go or in blocks."""

import math

from beikao.kit import Draw, Figure, Plot, Slider

FORMATS = (("FP32", 23), ("FP16", 10), ("BF16", 7), ("FP8 E5M2", 2))
COUNT = 4096

sliders = {
    "format": Slider(0, 3, step=1, start=2, label=("格式（FP32、FP16、BF16、E5M2）", "format (FP32 FP16 BF16 E5M2)")),
    "block": Slider(0, 6, step=1, start=0, label=("每块的个数是 2 的几次方", "block size, power of two")),
}


def rounded(x, mantissa):
    """x > 0 to the nearest number with this many mantissa bits, ties to even."""
    gap = math.ldexp(1.0, math.frexp(x)[1] - 1 - mantissa)
    return round(x / gap) * gap


def totals(mantissa, size):
    """The running total after each block."""
    inside = 0.0
    for _ in range(size):
        inside = rounded(inside + 1.0, mantissa)
    total, out = 0.0, []
    for _ in range(COUNT // size):
        total = rounded(total + inside, mantissa)
        out.append(total)
    return out


def figure(draw: Draw, format: int, block: int) -> Figure:
    name, mantissa = FORMATS[format]
    size = 2**block
    path = totals(mantissa, size)
    every = max(1, len(path) // 64)
    shown = path[every - 1 :: every]
    xs = [size * every * (i + 1) for i in range(len(shown))]
    plot = (
        Plot(x=("已加的个数", "numbers added"), y=("累计", "total"), log_x=True, log_y=True)
        .line(xs, xs, label=("准确值", "exact"), tone="muted", dash=True)
        .line(shown, xs, label=(name, name))
    )
    return Figure(
        numbers={"total": path[-1], "exact": COUNT},
        plot=plot,
        says={
            "zh": f"{name}，每块 {size} 个：加了 {COUNT} 个 1，得到 {path[-1]:.0f}。",
            "en": f"{name}, blocks of {size}: {COUNT} ones added give {path[-1]:.0f}.",
        },
    )


def claims(at) -> None:
    assert at(format=0, block=0).numbers["total"] == COUNT
    for number, (_, mantissa) in enumerate(FORMATS[1:], 1):
        assert at(format=number, block=0).numbers["total"] == 2.0 ** (mantissa + 1)
    assert at(format=2, block=4).numbers["total"] == COUNT  # blocks of 16 save BF16
    assert at(format=3, block=6).numbers["total"] < COUNT  # but not two bits of mantissa
