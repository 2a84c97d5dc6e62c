"""FLOPs of the matrix products of a Transformer MLP over some tokens."""

from beikao.kit import Draw, Question, numeric


def make(draw: Draw) -> Question:
    d, multiple = draw.choice([512, 768, 1024, 2048, 4096]), draw.choice([2, 3, 4])
    tokens = draw.choice([128, 256, 512, 1000, 2048])
    f = multiple * d
    gflops = 2 * 2 * tokens * d * f / 1e9
    return Question(
        show={"d": d, "f": f, "tokens": tokens},
        truth=numeric(gflops, rel=0.01),
        steps={"weights": 2 * d * f, "each": 2 * 2 * d * f / 1e6},
        wrong={"mlp/multiply-add-is-one": gflops / 2, "mlp/units-are-parameters": 2 * tokens * (d + f + d) / 1e9},
    )


def second_way(show) -> float:
    """torch's own counter, on tensors without data."""
    import torch
    from torch.utils.flop_counter import FlopCounterMode

    x = torch.empty(show["tokens"], show["d"], device="meta")
    up, down = torch.empty(show["d"], show["f"], device="meta"), torch.empty(show["f"], show["d"], device="meta")
    with FlopCounterMode(display=False) as counter:
        (x @ up).relu() @ down
    return counter.get_total_flops() / 1e9
