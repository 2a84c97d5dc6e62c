"""A 2-2-1 ReLU network with whole numbers, forward by hand."""

from beikao.kit import Draw, Question, numeric


def make(draw: Draw) -> Question:
    w = [draw.choice([-3, -2, -1, 1, 2, 3]) for _ in range(6)]
    x = [draw.choice([-2, -1, 1, 2, 3]) for _ in range(2)]
    b1, b2, c = draw.integer(-2, 2), draw.integer(-2, 2), draw.integer(-3, 3)
    awake = draw.choice([1, -1])
    if (w[0] * x[0] + w[1] * x[1] + b1) * awake < 0:  # one unit awake, the other asleep
        w[0], w[1], b1 = -w[0], -w[1], -b1
    if (w[2] * x[0] + w[3] * x[1] + b2) * awake > 0:
        w[2], w[3], b2 = -w[2], -w[3], -b2
    z1, z2 = w[0] * x[0] + w[1] * x[1] + b1, w[2] * x[0] + w[3] * x[1] + b2
    h1, h2 = max(z1, 0), max(z2, 0)
    y, straight = w[4] * h1 + w[5] * h2 + c, w[4] * z1 + w[5] * z2 + c
    if z1 == 0 or z2 == 0 or y == 0:
        draw.reject()
    wrong = {"mlp/depth-without-bend": straight}
    if y < 0 and straight != 0:
        wrong["mlp/relu-on-output"] = 0
    return Question(
        show=dict(zip(("a", "b", "c", "d", "v1", "v2"), w, strict=True))
        | {"x1": x[0], "x2": x[1], "b1": b1, "b2": b2, "k": c},
        truth=numeric(y),
        steps={"z1": z1, "z2": z2, "h1": h1, "h2": h2},
        wrong=wrong,
    )


def second_way(show) -> float:
    """torch."""
    import torch

    w1 = torch.tensor([[show["a"], show["b"]], [show["c"], show["d"]]], dtype=torch.float64)
    b1 = torch.tensor([show["b1"], show["b2"]], dtype=torch.float64)
    x = torch.tensor([show["x1"], show["x2"]], dtype=torch.float64)
    h = torch.nn.functional.linear(x, w1, b1).relu()
    return float(h @ torch.tensor([show["v1"], show["v2"]], dtype=torch.float64) + show["k"])
