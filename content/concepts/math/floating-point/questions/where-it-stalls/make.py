"""Where a running total of equal increments stops growing."""

from beikao.kit import Draw, Question, numeric

MANTISSA = {"FP16": 10, "BF16": 7, "FP8 E5M2": 2}


def make(draw: Draw) -> Question:
    name = draw.choice(sorted(MANTISSA))
    power = draw.integer(-6, 2)
    step = 2.0**power
    end = 2.0 ** (power + MANTISSA[name] + 1)
    times = draw.choice([3000, 5000, 10000, 20000])
    return Question(
        show={"name": name, "mantissa": MANTISSA[name], "step": f"{step:g}", "times": times},
        truth=numeric(end, rel=0.0001),
        steps={"gap": f"{2 * step:g}"},
        wrong={"floating-point/small-steps-add-up": times * step},
    )


def second_way(show) -> float:
    """Add in the format with torch until nothing changes."""
    import torch

    dtype = {"FP16": torch.float16, "BF16": torch.bfloat16, "FP8 E5M2": torch.float8_e5m2}[show["name"]]
    step, total = float(show["step"]), 0.0
    for _ in range(show["times"]):
        after = torch.tensor(total + step, dtype=torch.float32).to(dtype).item()
        if after == total:
            break
        total = after
    return total
