"""One step of gradient descent on two weights in a chain: the first weight afterwards."""

from beikao.kit import Draw, Question, numeric


def make(draw: Draw) -> Question:
    x, w1, w2 = draw.choice([1, 2, 3]), draw.choice([0.5, 1, 1.5, -0.5, -1]), draw.choice([-2, -1, 1, 2])
    t, rate = draw.integer(-3, 3), draw.choice([0.05, 0.1, 0.2])
    error = w2 * w1 * x - t
    new2 = w2 - rate * error * w1 * x
    right = w1 - rate * error * w2 * x
    wrong = {"backprop/update-in-between": w1 - rate * error * new2 * x}
    if error == 0 or abs(right - wrong["backprop/update-in-between"]) < 0.04:
        draw.reject()
    return Question(
        show={"x": x, "w1": w1, "w2": w2, "t": t, "rate": rate},
        truth=numeric(right, abs=0.01),
        steps={"y": w2 * w1 * x, "error": error, "grad": error * w2 * x, "new2": new2},
        wrong=wrong,
    )


def second_way(show) -> float:
    """torch.optim.SGD."""
    import torch

    w = [torch.nn.Parameter(torch.tensor(float(show[k]), dtype=torch.float64)) for k in ("w1", "w2")]
    optimiser = torch.optim.SGD(w, lr=show["rate"])
    (0.5 * (w[1] * w[0] * show["x"] - show["t"]) ** 2).backward()
    optimiser.step()
    return float(w[0].detach())
