"""Scores of one cross-attention."""

from beikao.kit import Draw, Question, numeric


def make(draw: Draw) -> Question:
    s, t = draw.sample(range(8, 200), 2)
    h = draw.choice([4, 6, 8, 12, 16])
    return Question(
        show={"s": s, "t": t, "h": h},
        truth=numeric(h * t * s),
        wrong={"transformer-block/cross-keys-from-decoder": h * t * t},
    )


def second_way(show) -> float:
    """The size of torch's own product."""
    import torch

    q = torch.empty(show["h"], show["t"], 8, device="meta")
    k = torch.empty(show["h"], show["s"], 8, device="meta")
    return float((q @ k.transpose(-2, -1)).numel())
