"""FLOPs of one training step of a three-layer MLP whose input needs no gradient."""

from beikao.kit import Draw, Question, numeric


def make(draw: Draw) -> Question:
    a, b, c, d = (
        draw.choice([256, 512, 1024, 2048]), draw.choice([128, 256, 512]),
        draw.choice([128, 256, 512]), draw.choice([10, 100, 1000]),
    )  # fmt: skip
    batch = draw.choice([32, 64, 128])
    first, rest = a * b, b * c + c * d
    unit = 2 * batch / 1e9
    right, half = unit * (2 * first + 3 * rest), unit * 2 * (first + rest)
    if right - half < 0.05 * right:
        draw.reject()  # hardly anything is saved beyond the first layer
    return Question(
        show={"a": a, "b": b, "c": c, "d": d, "batch": batch},
        truth=numeric(right, rel=0.01),
        steps={"forward": unit * (first + rest), "weights": unit * (first + rest), "inputs": unit * rest},
        wrong={"backprop/backward-costs-the-same": half},
    )


def second_way(show) -> float:
    """torch counts its own products, forward and backward."""
    import torch
    from torch.utils.flop_counter import FlopCounterMode

    sizes = [show[k] for k in "abcd"]
    net = torch.nn.Sequential(
        *(m for i, o in zip(sizes, sizes[1:], strict=False)
          for m in (torch.nn.Linear(i, o, bias=False, device="meta"), torch.nn.Tanh()))
    )  # fmt: skip
    with FlopCounterMode(display=False) as counter:
        net(torch.empty(show["batch"], show["a"], device="meta")).sum().backward()
    return counter.get_total_flops() / 1e9
