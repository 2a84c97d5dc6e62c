"""One weight after a step with the gradient clipped by norm."""

from beikao.kit import Draw, Question, numeric


def make(draw: Draw) -> Question:
    g = [draw.choice([-12, -8, -6, -4, -3, 3, 4, 6, 8, 12]) for _ in range(3)]
    limit, rate, w = draw.choice([1, 2, 5]), draw.choice([0.1, 0.5, 1.0]), draw.choice([0, 1, 2])
    norm = sum(v * v for v in g) ** 0.5
    if norm < 1.2 * limit:
        draw.reject()
    right = w - rate * g[0] * limit / norm
    cut = w - rate * max(-limit, min(limit, g[0]))
    free = w - rate * g[0]
    if min(abs(right - cut), abs(right - free), abs(cut - free)) < 0.035:
        draw.reject()
    return Question(
        show={"g": ", ".join(map(str, g)), "limit": limit, "rate": rate, "w": w},
        truth=numeric(right, abs=0.01),
        steps={"norm": norm, "scale": limit / norm, "g0": g[0]},
        wrong={"rnn/clip-by-value": cut, "pytorch-workflow/clip-after-step": free},
    )


def second_way(show) -> float:
    """torch's clip_grad_norm_ and SGD."""
    import torch

    w = torch.full((3,), float(show["w"]), dtype=torch.float64, requires_grad=True)
    w.grad = torch.tensor([float(v) for v in show["g"].split(",")], dtype=torch.float64)
    torch.nn.utils.clip_grad_norm_([w], show["limit"])
    torch.optim.SGD([w], lr=show["rate"]).step()
    return float(w.detach()[0])
