"""Memory of what a GELU MLP keeps for its backward pass."""

from beikao.kit import Draw, Question, numeric


def make(draw: Draw) -> Question:
    d, batch, length = draw.choice([1024, 2048, 4096]), draw.choice([1, 2, 4, 8]), draw.choice([1024, 2048, 4096])
    f, layers = 4 * d, draw.choice([12, 24, 32])
    tokens = batch * length
    gib = 2 * tokens * (d + 2 * f) * layers / 2**30
    weights = 2 * 2 * d * f * layers / 2**30
    once = 2 * tokens * (d + f) * layers / 2**30
    if abs(gib - weights) < 0.1 * gib or abs(weights - once) < 0.1 * once:
        draw.reject()
    return Question(
        show={"d": d, "f": f, "batch": batch, "length": length, "layers": layers},
        truth=numeric(gib, rel=0.01, unit="GiB"),
        steps={"tokens": tokens, "numbers": d + 2 * f},
        wrong={"backprop/weights-are-the-memory": weights},
    )


def second_way(show) -> float:
    """Ask autograd what it keeps, in one layer of an eighth the width with two tokens; then scale."""
    import torch

    d, f = show["d"] // 8, show["f"] // 8
    up, down = (torch.nn.Linear(m, n, bias=False, dtype=torch.bfloat16) for m, n in ((d, f), (f, d)))
    kept = {}

    def pack(t):
        if t.shape[0] == 2:  # activations have two rows; weights do not
            kept[t.data_ptr()] = t.numel() * t.element_size()
        return t

    with torch.autograd.graph.saved_tensors_hooks(pack, lambda t: t):
        x = torch.zeros(2, d, dtype=torch.bfloat16, requires_grad=True)
        y = down(torch.nn.functional.gelu(up(x)))
        del y
    return sum(kept.values()) / 2 * 8 * show["batch"] * show["length"] * show["layers"] / 2**30
