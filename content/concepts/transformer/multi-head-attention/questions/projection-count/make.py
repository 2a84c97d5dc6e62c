"""Parameters of the four projections, in millions."""

from beikao.kit import Draw, Question, numeric


def make(draw: Draw) -> Question:
    h = draw.choice([4, 8, 12, 16, 32, 64])
    d = h * draw.choice([32, 64, 96, 128])
    bias = draw.integer(0, 1)
    count = 4 * d * (d + bias)
    return Question(
        show={"d": d, "h": h, "bias": str(bool(bias))},
        truth=numeric(count / 1e6, rel=0.0005),
        steps={"weights": 4 * d * d / 1e6, "thousands": 4 * d * bias / 1e3},
        wrong={
            "multi-head-attention/heads-multiply-parameters": h * count / 1e6,
            "multi-head-attention/concat-is-enough": 0.75 * count / 1e6,
        },
    )


def second_way(show) -> float:
    """torch's own layer, built without memory."""
    import torch

    layer = torch.nn.MultiheadAttention(show["d"], show["h"], bias=show["bias"] == "True", device="meta")
    return sum(p.numel() for p in layer.parameters()) / 1e6
