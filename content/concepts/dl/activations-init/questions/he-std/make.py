"""The standard deviation of He's initialisation for a layer that is not square."""

import math

from beikao.kit import Draw, Question, numeric


def make(draw: Draw) -> Question:
    into, out = draw.sample([64, 100, 128, 200, 256, 400, 512, 800, 1024, 2048], 2)
    right = math.sqrt(2 / into)
    wrong = {
        "activations-init/fan-swapped": math.sqrt(2 / out),
        "activations-init/gain-missing": math.sqrt(1 / into),
        "activations-init/root-forgotten": 2 / into,
    }
    values = [right, *wrong.values()]
    if min(abs(a - b) for i, a in enumerate(values) for b in values[:i]) < 0.07 * right:
        draw.reject()
    return Question(
        show={"into": into, "out": out},
        truth=numeric(right, rel=0.02),
        steps={"variance": 2 / into},
        wrong=wrong,
    )


def second_way(show) -> float:
    """torch's gain over the root of torch's fan."""
    import torch

    weight = torch.empty(show["out"], show["into"])
    fan, _ = torch.nn.init._calculate_fan_in_and_fan_out(weight)
    return torch.nn.init.calculate_gain("relu") / math.sqrt(fan)
