"""The smoothed cross-entropy of one sample."""

import math

from beikao.kit import Draw, Question, numeric


def make(draw: Draw) -> Question:
    k, eps = 4, draw.choice([0.2, 0.3, 0.4])
    cut = sorted(draw.sample(range(4, 97), 3))
    probs = [round(v / 100, 2) for v in (cut[0], cut[1] - cut[0], cut[2] - cut[1], 100 - cut[2])]
    if min(probs) < 0.02:
        draw.reject()
    right = draw.integer(0, 3)
    logs = [-math.log(p) for p in probs]
    mean = sum(logs) / k
    truth = (1 - eps) * logs[right] + eps * mean
    past = logs[right] + eps * mean
    others = (1 - eps) * logs[right] + eps * (sum(logs) - logs[right]) / (k - 1)
    if min(abs(truth - past), abs(truth - others), abs(past - others)) < 0.019:
        draw.reject()
    return Question(
        show={"probs": ", ".join(f"{p:g}" for p in probs), "right": right, "eps": eps},
        truth=numeric(truth, abs=0.006),
        steps={"hard": logs[right], "mean": mean, "keep": 1 - eps},
        wrong={"regularisation/smoothing-past-one": past, "regularisation/smoothing-over-others": others},
    )


def second_way(show) -> float:
    """torch's cross_entropy with label_smoothing."""
    import torch

    probs = torch.tensor([[float(v) for v in show["probs"].split(",")]], dtype=torch.float64)
    target = torch.tensor([show["right"]])
    return float(torch.nn.functional.cross_entropy(probs.log(), target, label_smoothing=show["eps"]))
