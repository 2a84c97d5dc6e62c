"""Does an update move a weight stored in a narrow format, and how far?"""

from beikao.kit import Draw, Question, choice

MANTISSA = {"FP16": 10, "BF16": 7}


def make(draw: Draw) -> Question:
    name = draw.choice(sorted(MANTISSA))
    exponent = draw.integer(-4, 2)
    gap = 2.0 ** (exponent - MANTISSA[name])
    kind = draw.choice(["stays", "stays", "one-gap"])
    low, high = (0.03, 0.4) if kind == "stays" else (0.6, 0.95)
    update = gap * draw.uniform(low, high)
    update = float(f"{update:.2g}")
    share = update / gap
    if not (share < 0.45 or 0.55 < share < 0.98):
        draw.reject()
    return Question(
        show={"name": name, "mantissa": MANTISSA[name], "weight": f"{2.0**exponent:g}", "update": f"{update:.2g}"},
        truth=choice("stays" if share < 0.5 else "one-gap"),
        steps={"gap": gap, "share": share},
        wrong={"floating-point/small-steps-add-up": "exact"},
    )


def second_way(show) -> str:
    """torch."""
    import torch

    dtype = {"FP16": torch.float16, "BF16": torch.bfloat16}[show["name"]]
    weight, update = float(show["weight"]), float(show["update"])
    after = torch.tensor(weight + update, dtype=torch.float64).to(dtype).double().item()
    if after == weight:
        return "stays"
    return "exact" if abs(after - weight - update) < 1e-12 else "one-gap"
