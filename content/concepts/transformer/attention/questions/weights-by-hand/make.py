"""The weight of the first of three keys, by hand; d is 4."""

import math

from beikao.kit import Draw, Question, numeric


def weight(scores) -> float:
    e = [math.exp(s) for s in scores]
    return e[0] / sum(e)


def make(draw: Draw) -> Question:
    q = [draw.choice([-1, 1, 2]) for _ in range(4)]
    keys = [[draw.choice([-1, 0, 0, 1]) for _ in range(4)] for _ in range(3)]
    dots = [sum(a * b for a, b in zip(q, k, strict=True)) for k in keys]
    right, raw, flat = (weight([s / c for s in dots]) for c in (2, 1, 4))
    if min(abs(right - raw), abs(right - flat), abs(raw - flat)) < 0.01:
        draw.reject()
    exps = [math.exp(s / 2) for s in dots]
    return Question(
        show={"q": ", ".join(map(str, q))} | {f"k{i + 1}": ", ".join(map(str, k)) for i, k in enumerate(keys)},
        truth=numeric(right, abs=0.002),
        steps={
            "dots": ", ".join(map(str, dots)),
            "scaled": ", ".join(f"{s / 2:g}" for s in dots),
            "exps": ", ".join(f"{e:.3f}" for e in exps),
            "first": exps[0],
            "total": sum(exps),
        },
        wrong={"attention/scaling-is-cosmetic": raw, "attention/scale-by-d": flat},
    )


def second_way(show) -> float:
    """torch's own attention, with values that single out the first key."""
    import torch

    q, *keys = ([float(v) for v in show[name].split(",")] for name in ("q", "k1", "k2", "k3"))
    v = torch.tensor([[1.0], [0.0], [0.0]], dtype=torch.float64)
    k = torch.tensor(keys, dtype=torch.float64)
    return float(torch.nn.functional.scaled_dot_product_attention(torch.tensor([q], dtype=torch.float64), k, v))
