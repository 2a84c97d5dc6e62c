"""Keys seen by the last new query where the causal mask is aligned at the top left."""

from beikao.kit import Draw, Question, numeric


def make(draw: Draw) -> Question:
    past, new = draw.integer(8, 300), draw.integer(2, 7)
    return Question(
        show={"past": past, "new": new, "total": past + new},
        truth=numeric(new),
        wrong={"multi-head-attention/mask-from-top-left": past + new},
    )


def second_way(show) -> float:
    """torch itself: with equal scores and values one-hot the output shows who was seen."""
    import torch

    new, total = show["new"], show["total"]
    q, k, v = torch.zeros(1, new, 4), torch.zeros(1, total, 4), torch.eye(total)[None]
    out = torch.nn.functional.scaled_dot_product_attention(q, k, v, is_causal=True)
    return float((out[0, -1] > 0).sum())
