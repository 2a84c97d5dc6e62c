"""The gradient by an input through two ReLU units, one of them asleep."""

from beikao.kit import Draw, Question, numeric


def make(draw: Draw) -> Question:
    w = [draw.choice([-3, -2, -1, 1, 2, 3]) for _ in range(6)]
    x = [draw.choice([-2, -1, 1, 2, 3]) for _ in range(2)]
    t, first = draw.integer(-3, 3), draw.choice([1, -1])
    if (w[0] * x[0] + w[1] * x[1]) * first < 0:  # one unit awake, the other asleep
        w[0], w[1] = -w[0], -w[1]
    if (w[2] * x[0] + w[3] * x[1]) * first > 0:
        w[2], w[3] = -w[2], -w[3]
    z = [w[0] * x[0] + w[1] * x[1], w[2] * x[0] + w[3] * x[1]]
    y = sum(v * max(u, 0) for v, u in zip(w[4:], z, strict=True))
    error = y - t
    awake = [int(u > 0) for u in z]
    right = error * (w[4] * awake[0] * w[0] + w[5] * awake[1] * w[2])
    ignored = error * (w[4] * w[0] + w[5] * w[2])
    if sum(awake) != 1 or 0 in z or right == 0 or ignored in (right, -right):
        draw.reject()
    return Question(
        show=dict(zip(("a", "b", "c", "d", "v1", "v2"), w, strict=True)) | {"x1": x[0], "x2": x[1], "t": t},
        truth=numeric(right),
        steps={"z1": z[0], "z2": z[1], "y": y, "error": error, "one": awake[0], "two": awake[1]},
        wrong={"backprop/gate-ignored": ignored},
    )


def second_way(show) -> float:
    """torch.autograd."""
    import torch

    x = torch.tensor([show["x1"], show["x2"]], dtype=torch.float64, requires_grad=True)
    w1 = torch.tensor([[show["a"], show["b"]], [show["c"], show["d"]]], dtype=torch.float64)
    y = (w1 @ x).relu() @ torch.tensor([show["v1"], show["v2"]], dtype=torch.float64)
    (0.5 * (y - show["t"]) ** 2).backward()
    return float(x.grad[0])
