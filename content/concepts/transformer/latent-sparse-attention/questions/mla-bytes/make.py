"""KiB a token takes with MLA."""

from beikao.kit import Draw, Question, numeric


def make(draw: Draw) -> Question:
    layers, heads = draw.choice([24, 27, 40, 48, 60, 61]), draw.choice([16, 32, 64, 128])
    c, r = draw.choice([192, 256, 384, 512, 768]), draw.choice([32, 64, 96])
    kib = 2 * layers / 1024
    return Question(
        show={"layers": layers, "heads": heads, "c": c, "r": r},
        truth=numeric(kib * (c + r), rel=0.01, unit="KiB"),
        steps={"kept": c + r},
        wrong={
            "latent-sparse-attention/latent-doubled": kib * (2 * c + r),
            "latent-sparse-attention/rotary-per-head": kib * (c + heads * r),
            "latent-sparse-attention/latent-per-head": kib * heads * (c + r),
        },
    )


def second_way(show) -> float:
    """Let torch count the bytes of what a token adds."""
    import torch

    rows = [torch.empty(show[k], dtype=torch.bfloat16) for k in ("c", "r") for _ in range(show["layers"])]
    return sum(row.numel() * row.element_size() for row in rows) / 1024
