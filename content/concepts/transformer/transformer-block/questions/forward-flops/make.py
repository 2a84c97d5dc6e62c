"""GFLOPs of one forward pass."""

from beikao.kit import Draw, Question, numeric


def make(draw: Draw) -> Question:
    layers, d = draw.integer(2, 16), 64 * draw.integer(4, 12)
    f, v, n = 4 * d, 1000 * draw.integer(10, 50), 128 * draw.integer(4, 24)
    weights = layers * (4 * d * d + 2 * d * f) + d * v
    products, scores = 2.0 * n * weights, 4.0 * layers * n * n * d
    total = products + scores
    return Question(
        show={"layers": layers, "d": d, "f": f, "v": v, "n": n},
        truth=numeric(total / 1e9, rel=0.005),
        steps={"weights": weights / 1e6, "products": products / 1e9, "scores": scores / 1e9},
        wrong={
            "transformer-block/madd-is-one-flop": total / 2e9,
            "transformer-block/parameters-tell-all-flops": products / 1e9,
            "transformer-block/lookup-is-a-product": (total + 2.0 * n * d * v) / 1e9,
        },
    )


def second_way(show) -> float:
    """torch's own counter over the products, without memory."""
    import torch
    from torch.utils.flop_counter import FlopCounterMode

    d, f, n = show["d"], show["f"], show["n"]
    with FlopCounterMode(display=False) as counter, torch.device("meta"):
        x, w, up, down = torch.empty(n, d), torch.empty(d, d), torch.empty(d, f), torch.empty(f, d)
        head = torch.empty(d, show["v"])
        for _ in range(show["layers"]):
            q, k, v = x @ w, x @ w, x @ w
            _ = ((q @ k.T) @ v) @ w, (x @ up) @ down
        _ = x @ head
    return counter.get_total_flops() / 1e9
