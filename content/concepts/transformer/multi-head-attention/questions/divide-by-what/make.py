"""The divisor of the scores from a model's width and its heads."""

from beikao.kit import Draw, Question, numeric


def make(draw: Draw) -> Question:
    heads, each = draw.choice([4, 6, 8, 12, 16, 20, 32, 40, 64]), draw.choice([32, 48, 64, 80, 96, 128])
    if heads == each:
        draw.reject()  # the root of the width would be the width of a head
    return Question(
        show={"width": heads * each, "heads": heads},
        truth=numeric(each**0.5, rel=0.005),
        steps={"each": each},
        wrong={
            "multi-head-attention/scale-by-model-width": (heads * each) ** 0.5,
            "attention/scale-by-d": float(each),
        },
    )


def second_way(show) -> float:
    """What torch divides by when it is given one head of this width: read off from a score of one."""
    import torch

    each = show["width"] // show["heads"]
    q = torch.zeros(1, 1, each, dtype=torch.float64)
    q[..., 0] = 1.0
    k = torch.stack([q[0, 0], torch.zeros(each, dtype=torch.float64)])[None]
    v = torch.tensor([[[1.0], [0.0]]], dtype=torch.float64)
    p = float(torch.nn.functional.scaled_dot_product_attention(q, k, v))
    return 1 / float(torch.logit(torch.tensor(p, dtype=torch.float64)))
