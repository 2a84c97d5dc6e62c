"""The number that a decimal becomes in a narrow format."""

import math

from beikao.kit import Draw, Question, numeric

MANTISSA = {"FP16": 10, "BF16": 7, "FP8 E4M3": 3, "FP8 E5M2": 2}


def make(draw: Draw) -> Question:
    name = draw.choice(["BF16", "FP16", "FP8 E4M3", "FP8 E4M3", "FP8 E5M2"])
    value = draw.integer(3, 97) / draw.choice([10, 10, 100])
    mantissa = MANTISSA[name]
    exponent = math.floor(math.log2(value))
    gap = 2.0 ** (exponent - mantissa)
    place = value / gap
    past = place - math.floor(place)
    if past < 0.03 or past > 0.97 or abs(past - 0.5) < 0.05 or exponent < -6:
        draw.reject()
    nearest = math.floor(place + 0.5)
    cut = {"floating-point/rounding-is-truncation": math.floor(place) * gap}
    return Question(
        show={"name": name, "mantissa": mantissa, "value": f"{value:g}"},
        truth=numeric(nearest * gap, abs=0.05 * gap),
        steps={
            "exponent": exponent,
            "fraction": value / 2.0**exponent - 1,
            "cells": 2**mantissa,
            "place": place - 2**mantissa,
            "nearest": nearest - 2**mantissa,
            "below": math.floor(place) * gap,
        },
        wrong=cut if past > 0.5 else {},
    )


def second_way(show) -> float:
    """torch."""
    import torch

    names = {"FP16": "float16", "BF16": "bfloat16", "FP8 E4M3": "float8_e4m3fn", "FP8 E5M2": "float8_e5m2"}
    dtype = getattr(torch, names[show["name"]])
    return torch.tensor(float(show["value"]), dtype=torch.float32).to(dtype).double().item()
