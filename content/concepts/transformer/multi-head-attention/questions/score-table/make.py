"""MiB of a layer's scores in FP16."""

from beikao.kit import Draw, Question, numeric


def make(draw: Draw) -> Question:
    b, h = draw.integer(1, 16), draw.choice([8, 12, 16, 32, 40])
    t = 256 * draw.integer(2, 32)
    return Question(
        show={"b": b, "h": h, "t": t},
        truth=numeric(b * h * t * t * 2 / 2**20, rel=0.01, unit="MiB"),
        wrong={
            "multi-head-attention/scores-forget-heads": b * t * t * 2 / 2**20,
            "attention/cost-is-linear": b * h * t * 2 / 2**20,
        },
    )


def second_way(show) -> float:
    """The shape that torch gives, without memory."""
    import torch

    q = torch.empty(show["b"], show["h"], show["t"], 8, dtype=torch.float16, device="meta")
    s = q @ q.transpose(-2, -1)
    return s.numel() * s.element_size() / 2**20
