"""The smallest power of two for a loss scale that lifts the smallest gradient into the normal numbers."""

import math

from beikao.kit import Draw, Question, numeric

FORMATS = {"FP16": (-14, 10, "6.10e-5"), "FP8 E5M2": (-14, 2, "6.10e-5"), "FP8 E4M3": (-6, 3, "0.0156")}


def make(draw: Draw) -> Question:
    name = draw.choice(sorted(FORMATS))
    lowest, mantissa, shown = FORMATS[name]
    digits, power = draw.integer(11, 98) / 10, draw.integer(7, 11)
    value = digits * 10.0**-power
    need = lowest - math.log2(value)
    if abs(need - round(need)) < 0.05:
        draw.reject()
    return Question(
        show={"name": name, "lowest": lowest, "mantissa": mantissa, "value": f"{digits:g}e-{power}"},
        truth=numeric(math.ceil(need)),
        steps={"shown": shown, "log": math.log2(value), "need": need},
        wrong={"floating-point/eps-is-smallest": math.ceil(-mantissa - math.log2(value))},
    )


def second_way(show) -> float:
    """Double the gradient until torch calls it normal."""
    import torch

    names = {"FP16": "float16", "FP8 E4M3": "float8_e4m3fn", "FP8 E5M2": "float8_e5m2"}
    normal = torch.finfo(getattr(torch, names[show["name"]])).tiny
    value, power = float(show["value"]), 0
    while value < normal:
        value, power = 2 * value, power + 1
    return power
