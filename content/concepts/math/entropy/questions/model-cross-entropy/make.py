"""Cross-entropy in nats of a model's three-way guess against the frequencies of the data."""

import math

from beikao.kit import Draw, Question, numeric

SHARES = [(a / 10, b / 10, (10 - a - b) / 10) for a in range(1, 9) for b in range(1, 9) if a + b < 10]


def cross(p, q) -> float:
    return -sum(a * math.log(b) for a, b in zip(p, q, strict=True))


def make(draw: Draw) -> Question:
    p, q = draw.choice(SHARES), draw.choice(SHARES)
    truth, own, swapped = cross(p, q), cross(p, p), cross(q, p)
    if truth - own < 0.05 or min(abs(truth - swapped), abs(truth - own - swapped), own) < 0.04 * truth:
        draw.reject()
    return Question(
        show={f"p{i}": v for i, v in enumerate(p)} | {f"q{i}": v for i, v in enumerate(q)},
        truth=numeric(truth, rel=0.01, unit="nats"),
        steps={"terms": " + ".join(f"{-a * math.log(b):.3f}" for a, b in zip(p, q, strict=True)), "own": own},
        wrong={"entropy/cross-is-symmetric": swapped, "entropy/zero-loss-is-goal": truth - own},
    )


def second_way(show) -> float:
    """torch's loss with soft targets."""
    import torch

    p = torch.tensor([[show[f"p{i}"] for i in range(3)]], dtype=torch.float64)
    q = torch.tensor([[show[f"q{i}"] for i in range(3)]], dtype=torch.float64)
    return float(torch.nn.functional.cross_entropy(q.log(), p))
