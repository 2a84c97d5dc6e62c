"""The lower bound on mutual information that an InfoNCE loss gives, ln N minus the loss."""

import math

from beikao.kit import Draw, Question, numeric


def make(draw: Draw) -> Question:
    power = draw.integer(6, 13)
    ceiling = math.log(2**power)
    loss = round(draw.uniform(0.1, 0.6) * ceiling, 2)
    truth = ceiling - loss
    wrong = {
        "mutual-information/loss-is-information": loss,
        "mutual-information/no-ceiling": ceiling,
        "entropy/log-base-mixed": power - loss,
    }
    values = [truth, *wrong.values()]
    if min(abs(a - b) for i, a in enumerate(values) for b in values[:i]) < 0.04 * truth:
        draw.reject()
    return Question(
        show={"batch": 2**power, "loss": loss},
        truth=numeric(truth, rel=0.01, unit="nats"),
        steps={"ceiling": ceiling},
        wrong=wrong,
    )


def second_way(show) -> float:
    """The loss of guessing blindly among N, by torch, minus the loss seen."""
    import torch

    blind = torch.nn.functional.cross_entropy(torch.zeros(1, show["batch"], dtype=torch.float64), torch.tensor([0]))
    return float(blind) - show["loss"]
