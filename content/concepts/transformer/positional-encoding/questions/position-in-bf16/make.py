"""The spacing of BF16 near a position."""

from beikao.kit import Draw, Question, numeric


def make(draw: Draw) -> Question:
    e = draw.integer(9, 16)
    m = draw.integer(2**e + 3, 2 ** (e + 1) - 3)
    return Question(
        show={"m": m},
        truth=numeric(2.0 ** (e - 7)),
        steps={"e": e, "e1": e + 1},
        wrong={"positional-encoding/half-precision-is-fine": 1.0},
    )


def second_way(show) -> float:
    """Round all positions nearby with torch and look at the steps between different results."""
    import torch

    m = show["m"]
    around = torch.arange(max(m - 1200, 2 ** (m.bit_length() - 1)), min(m + 1200, 2 ** m.bit_length()))
    kept = around.to(torch.bfloat16).double().unique()
    return float(kept.diff().min())
