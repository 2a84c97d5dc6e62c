"""The KL of a two-dimensional encoder output to the standard normal prior, from means and log-variances."""

import math

from beikao.kit import Draw, Question, numeric


def cost(mu, variance) -> float:
    return 0.5 * (variance + mu * mu - 1 - math.log(variance))


def reverse(mu, variance) -> float:
    """KL from the prior to the posterior."""
    return 0.5 * (1 / variance + mu * mu / variance - 1 + math.log(variance))


def make(draw: Draw) -> Question:
    mus = [draw.choice([-1.5, -1.0, -0.5, 0.5, 1.0, 1.5, 2.0]) for _ in range(2)]
    logs = [draw.choice([-2.0, -1.5, -1.0, -0.5, 0.5]) for _ in range(2)]
    each = [cost(m, math.exp(v)) for m, v in zip(mus, logs, strict=True)]
    truth = sum(each)
    wrong = {
        "kl-divergence/sd-for-variance": sum(cost(m, math.exp(v / 2)) for m, v in zip(mus, logs, strict=True)),
        "kl-divergence/direction-free": sum(reverse(m, math.exp(v)) for m, v in zip(mus, logs, strict=True)),
    }
    values = [truth, *wrong.values()]
    if min(abs(a - b) for i, a in enumerate(values) for b in values[:i]) < 0.07 * truth:
        draw.reject()
    return Question(
        show={"m1": mus[0], "m2": mus[1], "v1": logs[0], "v2": logs[1]},
        truth=numeric(truth, rel=0.02, unit="nats"),
        steps={"s1": math.exp(logs[0]), "s2": math.exp(logs[1]), "k1": each[0], "k2": each[1]},
        wrong=wrong,
    )


def second_way(show) -> float:
    """torch.distributions."""
    import torch
    from torch.distributions import Normal, kl_divergence

    mu = torch.tensor([show["m1"], show["m2"]], dtype=torch.float64)
    sd = torch.tensor([show["v1"], show["v2"]], dtype=torch.float64).div(2).exp()
    return float(kl_divergence(Normal(mu, sd), Normal(torch.zeros_like(mu), torch.ones_like(sd))).sum())
