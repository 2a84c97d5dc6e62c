"""Parameters of one block, in millions."""

from beikao.kit import Draw, Question, numeric


def make(draw: Draw) -> Question:
    h, gated = draw.choice([8, 12, 16, 32]), bool(draw.integer(0, 1))
    d = h * draw.choice([32, 64, 96, 128])
    f = 64 * draw.integer(d // 32, d // 16)
    matrices = 3 if gated else 2
    attention, feed = 4 * d * d, matrices * d * f
    total = attention + feed + 2 * d
    return Question(
        show={"d": d, "h": h, "f": f, "kind": "SwiGLU" if gated else "GELU"},
        truth=numeric(total / 1e6, rel=0.0005),
        steps={"attention": attention / 1e6, "feed": feed / 1e6, "matrices": matrices},
        wrong={
            "transformer-block/gated-has-two-matrices": (total + (5 - 2 * matrices) * d * f) / 1e6,
            "transformer-block/three-projections": (total - d * d) / 1e6,
            "transformer-block/heads-add-parameters": (total + (h - 1) * attention) / 1e6,
        },
    )


def second_way(show) -> float:
    """Build it in torch, without memory, and count."""
    from torch import nn

    d, f = show["d"], show["f"]
    shapes = [(d, d)] * 4 + [(d, f), (f, d)] + [(d, f)] * (show["kind"] == "SwiGLU")
    parts = [nn.Linear(a, b, bias=False, device="meta") for a, b in shapes]
    parts += [nn.RMSNorm(d, device="meta") for _ in range(2)]
    return sum(p.numel() for part in parts for p in part.parameters()) / 1e6
