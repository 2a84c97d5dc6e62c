"""The gap between a number and the next larger one, in a named format."""

import math

from beikao.kit import Draw, Question, numeric

MANTISSA = {"FP16": 10, "BF16": 7, "FP8 E4M3": 3}


def make(draw: Draw) -> Question:
    name = draw.choice(sorted(MANTISSA))
    mantissa = MANTISSA[name]
    exponent = draw.integer(-4, 7)
    if exponent == 0:
        draw.reject()
    value = draw.choice([1, 1.25, 1.5, 1.75]) * 2.0**exponent
    gap = 2.0 ** (exponent - mantissa)
    return Question(
        show={"name": name, "mantissa": mantissa, "value": f"{value:g}"},
        truth=numeric(gap, rel=0.001),
        steps={
            "exponent": exponent,
            "low": f"{2.0**exponent:g}",
            "high": f"{2.0 ** (exponent + 1):g}",
            "count": 2**mantissa,
        },
        wrong={"floating-point/spacing-is-constant": 2.0**-mantissa},
    )


def second_way(show) -> float:
    """torch: the number whose bits are larger by one."""
    import torch

    dtype = {"FP16": torch.float16, "BF16": torch.bfloat16, "FP8 E4M3": torch.float8_e4m3fn}[show["name"]]
    bits = torch.uint8 if show["name"].startswith("FP8") else torch.int16
    here = torch.tensor([float(show["value"])], dtype=dtype)
    after = (here.view(bits) + 1).view(dtype)
    assert math.isfinite(after.float().item())
    return after.double().item() - here.double().item()
