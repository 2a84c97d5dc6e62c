"""Parameters of an encoder with a decoder, in millions."""

from beikao.kit import Draw, Question, numeric


def make(draw: Draw) -> Question:
    l, k, d = draw.integer(4, 24), draw.integer(2, 24), 64 * draw.integer(6, 32)
    a, b = l * 12 * d * d / 1e6, k * 16 * d * d / 1e6
    return Question(
        show={"l": l, "k": k, "d": d},
        truth=numeric(a + b, rel=0.001),
        steps={"a": a, "b": b},
        wrong={"architecture-variants/cross-attention-is-free": (l + k) * 12 * d * d / 1e6},
    )


def second_way(show) -> float:
    """The matrices of torch's own layers, without memory."""
    from torch import nn

    d = show["d"]
    count = 0
    for layer, times in ((nn.TransformerEncoderLayer, show["l"]), (nn.TransformerDecoderLayer, show["k"])):
        block = layer(d, 1, 4 * d, device="meta")
        count += times * sum(p.numel() for p in block.parameters() if p.dim() == 2)
    return count / 1e6
