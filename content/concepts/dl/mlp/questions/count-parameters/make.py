"""Parameters of a three-layer MLP with biases."""

from beikao.kit import Draw, Question, numeric


def make(draw: Draw) -> Question:
    a, b, c, d = (draw.integer(4, 40) * 2, draw.integer(8, 64) * 2, draw.integer(4, 32) * 2, draw.integer(2, 20))
    products = a * b + b * c + c * d
    return Question(
        show={"a": a, "b": b, "c": c, "d": d},
        truth=numeric(products + b + c + d),
        steps={"first": a * b + b, "second": b * c + c, "third": c * d + d},
        wrong={"mlp/bias-forgotten": products, "mlp/units-are-parameters": a + b + c + d},
    )


def second_way(show) -> float:
    """Ask torch."""
    import torch

    sizes = [show[k] for k in "abcd"]
    layers = [torch.nn.Linear(m, n, device="meta") for m, n in zip(sizes, sizes[1:], strict=False)]
    return float(sum(p.numel() for layer in layers for p in layer.parameters()))
