"""The k3 estimate of KL(policy || reference) from log-probabilities of three sampled tokens."""

import math

from beikao.kit import Draw, Question, numeric


def k3(gap) -> float:
    """gap = ln reference - ln policy."""
    return math.exp(gap) - 1 - gap


def make(draw: Draw) -> Question:
    policy = [round(-draw.uniform(0.2, 3.0), 1) for _ in range(3)]
    gaps = [round(draw.uniform(-1.2, 0.8), 1) for _ in range(3)]
    reference = [round(p + g, 1) for p, g in zip(policy, gaps, strict=True)]
    each = [k3(g) for g in gaps]
    truth = sum(each) / 3
    wrong = {
        "kl-divergence/naive-estimate-is-fine": -sum(gaps) / 3,
        "kl-divergence/ratio-upside-down": sum(k3(-g) for g in gaps) / 3,
    }
    values = [truth, *wrong.values()]
    if (
        truth < 0.05
        or max(reference) > -0.05
        or min(abs(a - b) for i, a in enumerate(values) for b in values[:i]) < 0.07 * truth
    ):
        draw.reject()
    show = {f"p{i}": v for i, v in enumerate(policy, 1)} | {f"r{i}": v for i, v in enumerate(reference, 1)}
    return Question(
        show=show,
        truth=numeric(truth, rel=0.02, unit="nats"),
        steps={f"k{i}": v for i, v in enumerate(each, 1)} | {f"g{i}": v for i, v in enumerate(gaps, 1)},
        wrong=wrong,
    )


def second_way(show) -> float:
    """torch, from the probabilities themselves."""
    import torch

    pi = torch.tensor([show[f"p{i}"] for i in (1, 2, 3)], dtype=torch.float64).exp()
    ref = torch.tensor([show[f"r{i}"] for i in (1, 2, 3)], dtype=torch.float64).exp()
    return float(((ref - pi) / pi - torch.log(ref / pi)).mean())
