"""x is used three times; its gradient."""

from beikao.kit import Draw, Question, numeric


def make(draw: Draw) -> Question:
    x, c, d = draw.integer(-5, 5), draw.integer(-5, 5), draw.integer(-6, 6)
    u = x + c
    right = u + x + d
    wrong = {"autograd/overwrites": x, "autograd/path-missed": u + d}
    if len({right, *wrong.values()}) < 3 or 0 in (x, d, u):
        draw.reject()
    return Question(
        show={"x": x, "c": c, "d": d},
        truth=numeric(right),
        steps={"u": u},
        wrong=wrong,
    )


def second_way(show) -> float:
    """torch.autograd."""
    import torch

    x = torch.tensor(float(show["x"]), requires_grad=True)
    u = x + show["c"]
    (u * x + show["d"] * x).backward()
    return float(x.grad)
