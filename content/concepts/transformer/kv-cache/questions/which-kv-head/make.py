"""The KV head of a query head."""

from beikao.kit import Draw, Question, numeric


def make(draw: Draw) -> Question:
    groups, each = draw.choice([2, 4, 8]), draw.choice([2, 3, 4, 5, 7, 8])
    i = draw.integer(1, groups * each - 2)
    if i // each == i % groups:
        draw.reject()
    return Question(
        show={"heads": groups * each, "groups": groups, "i": i},
        truth=numeric(i // each, abs=0.1),
        steps={"each": each},
        wrong={"kv-cache/heads-tiled": i % groups},
    )


def second_way(show) -> float:
    """Repeat the row of KV heads as the library does and look."""
    import torch

    return float(torch.arange(show["groups"]).repeat_interleave(show["heads"] // show["groups"])[show["i"]])
