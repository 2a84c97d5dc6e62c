"""The mean negative log-likelihood of four tokens."""

import math

from beikao.kit import Draw, Question, numeric


def make(draw: Draw) -> Question:
    data = draw.shuffle([*(draw.integer(30, 95) / 100 for _ in range(3)), draw.integer(1, 15) / 100])
    value = -sum(math.log(p) for p in data) / 4
    plain = -math.log(sum(data) / 4)
    return Question(
        show={"data": ", ".join(map(str, data))},
        truth=numeric(value, abs=0.003),
        steps={"product": math.prod(data)},
        wrong={"mle/density-not-log": plain, "mle/log-base-mixed": value / math.log(2)},
    )


def second_way(show) -> float:
    """torch.nn.functional.cross_entropy on logits that have these probabilities."""
    import torch

    p = torch.tensor([float(v) for v in show["data"].split(",")], dtype=torch.float64)
    logits = torch.stack([p.log(), (1 - p).log()], dim=1)
    return float(torch.nn.functional.cross_entropy(logits, torch.zeros(4, dtype=torch.long)))
