"""Parameters of a GPT-2 shaped model, in millions."""

from beikao.kit import Draw, Question, numeric


def make(draw: Draw) -> Question:
    layers, d = draw.integer(4, 24), 64 * draw.integer(6, 20)
    v, n, tied = 1000 * draw.integer(8, 64), 256 * draw.integer(1, 8), bool(draw.integer(0, 1))
    blocks, copies = layers * (12 * d * d + 13 * d), 1 if tied else 2
    total = blocks + copies * v * d + n * d + 2 * d
    return Question(
        show={"layers": layers, "d": d, "v": v, "n": n, "tied": str(tied)},
        truth=numeric(total / 1e6, rel=0.0005),
        steps={"blocks": blocks / 1e6, "words": copies * v * d / 1e6, "places": n * d / 1e6, "copies": copies},
        wrong={
            "transformer-block/tied-counts-twice": (total + (3 - 2 * copies) * v * d) / 1e6,
            "transformer-block/embedding-is-negligible": blocks / 1e6,
        },
    )  # fmt: skip


def second_way(show) -> float:
    """Built of torch's own layers, without memory."""
    from torch import nn

    d, on = show["d"], {"device": "meta"}
    block = nn.TransformerEncoderLayer(d, 1, 4 * d, **on)
    one = sum(p.numel() for p in block.parameters())
    outside = [nn.Embedding(show["v"], d, **on), nn.Embedding(show["n"], d, **on), nn.LayerNorm(d, **on)]
    if show["tied"] == "False":
        outside.append(nn.Linear(d, show["v"], bias=False, **on))
    return (show["layers"] * one + sum(p.numel() for part in outside for p in part.parameters())) / 1e6
