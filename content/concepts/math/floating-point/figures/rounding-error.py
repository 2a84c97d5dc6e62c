"""The worst relative rounding error in every binade for five formats: flat, then subnormal, then nothing."""

import numpy as np

from beikao.kit import Draw, Figure, Plot, Slider

# name, mantissa bits, exponent of the smallest normal number, largest finite number
FORMATS = (
    ("FP32", 23, -126, (2 - 2.0**-23) * 2.0**127),
    ("FP16", 10, -14, 65504.0),
    ("BF16", 7, -126, (2 - 2.0**-7) * 2.0**127),
    ("FP8 E4M3", 3, -6, 448.0),
    ("FP8 E5M2", 2, -14, 57344.0),
)
LOW, HIGH = -30, 20

sliders = {
    "format": Slider(
        0, 4, step=1, start=1, label=("格式（FP32、FP16、BF16、E4M3、E5M2）", "format (FP32 FP16 BF16 E4M3 E5M2)")
    )
}


def rounded(x, mantissa, lowest):
    """x to the nearest number of the format, ties to even; without the upper limit."""
    exponent = np.maximum(np.floor(np.log2(np.abs(x))), lowest)
    gap = 2.0 ** (exponent - mantissa)
    return np.rint(x / gap) * gap


def worst(mantissa, lowest, largest):
    """Binades below `largest` and the worst relative error found in each."""
    starts = np.array([e for e in range(LOW, HIGH + 1) if 2.0**e <= largest])
    # Points spread over the binade, and one just short of the first tie, where the relative error is largest.
    inside = 1 + np.append((np.arange(512) * 0.6180339887498949) % 1, 0.9999 * 2.0 ** -(mantissa + 1))
    x = (2.0**starts)[:, None] * inside
    return starts, np.max(np.abs(rounded(x, mantissa, lowest) - x) / x, axis=1)


def figure(draw: Draw, format: int) -> Figure:
    name, mantissa, lowest, largest = FORMATS[format]
    starts, errors = worst(mantissa, lowest, largest)
    half_starts, half_errors = worst(*FORMATS[1][1:])
    plot = Plot(
        x=("数的大小", "size of the number"),
        y=("最坏相对误差", "worst relative error"),
        log_x=True,
        log_y=True,
        y_range=(1e-9, 3),
    )
    if format != 1:
        plot.line(half_errors, 2.0**half_starts, label=("FP16", "FP16"), tone="muted", dash=True)
    plot.line(errors, 2.0**starts, label=(name, name))
    if largest < 2.0**HIGH:
        plot.rule(x=largest, label=(f"最大 {largest:.0f}", f"largest {largest:.0f}"))
    eps, tiny, smallest = 2.0**-mantissa, 2.0**lowest, 2.0 ** (lowest - mantissa)
    return Figure(
        numbers={
            "eps": eps,
            "tiny": tiny,
            "smallest": smallest,
            "largest": largest,
            "at_one": float(errors[starts == 0][0]),
            "at_small": float(errors[0]),
        },
        plot=plot,
        says={
            "zh": f"{name}：1 附近间隔 {eps:.2g}，最大 {largest:.4g}，正规数到 {tiny:.2g} 为止，再小就越来越粗，"
            f"最小的正数是 {smallest:.2g}。",
            "en": f"{name}: {eps:.2g} apart next to 1, largest {largest:.4g}, normal down to {tiny:.2g}, coarser below, "
            f"smallest positive number {smallest:.2g}.",
        },
    )


def claims(at) -> None:
    for number, (_, mantissa, _, _) in enumerate(FORMATS):
        state = at(format=number).numbers
        half = 2.0 ** -(mantissa + 1)  # half a gap next to 1
        assert 0.999 * half / (1 + half) < state["at_one"] <= half
    assert at(format=1).numbers["eps"] * 8 == at(format=2).numbers["eps"]  # BF16 is 8 times coarser than FP16
    assert at(format=1).numbers["at_small"] == 1.0  # 2**-30 is nothing in FP16
    assert at(format=2).numbers["at_small"] < 0.004  # and an ordinary number in BF16
    assert float(np.finfo(np.float16).max) == at(format=1).numbers["largest"]
    assert float(np.finfo(np.float16).smallest_subnormal) == at(format=1).numbers["smallest"]
