"""Perplexity of a short text from its conditional probabilities."""

import math

from beikao.kit import Draw, Question, numeric


def make(draw: Draw) -> Question:
    ps = [draw.choice([0.5, 0.4, 0.25, 0.2, 0.1, 0.8, 0.05, 0.02]) for _ in range(4)]
    whole = math.prod(ps)
    right, arithmetic = whole**-0.25, 4 / sum(ps)
    if abs(right - arithmetic) < 0.1 * right:
        draw.reject()
    return Question(
        show={f"p{i}": p for i, p in enumerate(ps)},
        truth=numeric(right, rel=0.02),
        steps={"whole": whole, "loss": -math.log(whole) / 4},
        wrong={
            "language-modelling/arithmetic-mean-probability": arithmetic,
            "language-modelling/root-forgotten": 1 / whole,
        },
    )


def second_way(show) -> float:
    """torch's loss on logits that give these probabilities."""
    import torch

    p = torch.tensor([show[f"p{i}"] for i in range(4)], dtype=torch.float64)
    logits = torch.stack([p.log(), (1 - p).log()], dim=1)
    return float(torch.nn.functional.cross_entropy(logits, torch.zeros(4, dtype=torch.long)).exp())
