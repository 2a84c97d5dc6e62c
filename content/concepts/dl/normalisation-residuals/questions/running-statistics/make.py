"""The running variance of BatchNorm after one batch."""

from beikao.kit import Draw, Question, numeric


def make(draw: Draw) -> Question:
    n = draw.choice([3, 4, 5])
    xs = [draw.integer(-6, 10) for _ in range(n)]
    before, momentum = draw.choice([1, 2, 4, 10]), draw.choice([0.1, 0.2, 0.3])
    mean = sum(xs) / n
    total = sum((x - mean) ** 2 for x in xs)
    unbiased, biased = total / (n - 1), total / n
    right = (1 - momentum) * before + momentum * unbiased
    wrong = {
        "normalisation-residuals/running-biased": (1 - momentum) * before + momentum * biased,
        "normalisation-residuals/momentum-reversed": momentum * before + (1 - momentum) * unbiased,
    }
    values = [right, *wrong.values()]
    if min(abs(a - b) for i, a in enumerate(values) for b in values[:i]) < 0.1:
        draw.reject()
    return Question(
        show={"xs": ", ".join(map(str, xs)), "before": before, "momentum": momentum},
        truth=numeric(right, abs=0.02),
        steps={"mean": mean, "total": total, "less": n - 1, "unbiased": unbiased, "keep": 1 - momentum},
        wrong=wrong,
    )


def second_way(show) -> float:
    """Let torch do it."""
    import torch

    layer = torch.nn.BatchNorm1d(1, momentum=show["momentum"]).double()
    layer.running_var.fill_(show["before"])
    layer(torch.tensor([[float(v)] for v in show["xs"].split(",")], dtype=torch.float64))
    return float(layer.running_var[0])
