"""Two updates on a parabola without zero_grad."""

from beikao.kit import Draw, Question, numeric


def make(draw: Draw) -> Question:
    a = draw.choice([1, 2, 4, 5])
    rate = draw.choice([0.05, 0.1, 0.2])
    w0 = draw.choice([-8, -5, -4, 4, 5, 8, 10])
    if a * rate > 0.8:
        draw.reject()
    w, total, path = float(w0), 0.0, []
    for _ in range(2):
        total += a * w
        w -= rate * total
        path.append(w)
    cleared = w0 * (1 - a * rate) ** 2
    if abs(w - cleared) < 0.2 or abs(w + cleared) < 0.1:
        draw.reject()
    return Question(
        show={"a": a, "rate": rate, "w0": w0},
        truth=numeric(w, abs=0.02),
        steps={"g1": a * w0, "w1": path[0], "g2": a * path[0], "sum": a * w0 + a * path[0]},
        wrong={"pytorch-workflow/zero-grad-optional": cleared},
    )


def second_way(show) -> float:
    """Let torch do it, with backward called twice and nothing cleared."""
    import torch

    w = torch.tensor(float(show["w0"]), dtype=torch.float64, requires_grad=True)
    optimiser = torch.optim.SGD([w], lr=show["rate"])
    for _ in range(2):
        (0.5 * show["a"] * w**2).backward()
        optimiser.step()
    return float(w.detach())
