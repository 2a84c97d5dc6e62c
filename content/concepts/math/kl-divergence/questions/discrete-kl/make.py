"""KL between two small tables, in one of the two directions."""

import math

from beikao.kit import Draw, Question, numeric

SHARES = [(a / 10, b / 10, (10 - a - b) / 10) for a in range(1, 9) for b in range(1, 9) if a + b < 10]


def kl(p, q) -> float:
    """Nats."""
    return sum(a * math.log(a / b) for a, b in zip(p, q, strict=True))


def make(draw: Draw) -> Question:
    p, q = draw.choice(SHARES), draw.choice(SHARES)
    first = draw.choice("pq")
    a, b = (p, q) if first == "p" else (q, p)
    truth, swapped = kl(a, b), kl(b, a)
    if truth < 0.05 or abs(truth - swapped) < 0.07 * truth:
        draw.reject()
    show = {f"p{i}": v for i, v in enumerate(p)} | {f"q{i}": v for i, v in enumerate(q)}
    return Question(
        show=show | {"first": first, "second": "q" if first == "p" else "p"},
        truth=numeric(truth, rel=0.02, unit="nats"),
        steps={"terms": " + ".join(f"({x * math.log(x / y):.4f})" for x, y in zip(a, b, strict=True))},
        wrong={"kl-divergence/direction-free": swapped, "entropy/log-base-mixed": truth / math.log(2)},
    )


def second_way(show) -> float:
    """torch.distributions."""
    import torch
    from torch.distributions import Categorical, kl_divergence

    table = {k: torch.tensor([show[f"{k}{i}"] for i in range(3)], dtype=torch.float64) for k in "pq"}
    return float(kl_divergence(Categorical(table[show["first"]]), Categorical(table[show["second"]])))
