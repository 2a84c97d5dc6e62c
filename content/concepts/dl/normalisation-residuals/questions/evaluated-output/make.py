"""What BatchNorm gives at evaluation, with gain and shift."""

from beikao.kit import Draw, Question, numeric


def make(draw: Draw) -> Question:
    xs = [draw.integer(-5, 9) for _ in range(4)]
    mean, root = draw.integer(-3, 4), draw.choice([0.5, 2, 3, 4])
    gain, shift = draw.choice([0.5, 2, 3]), draw.choice([-1, 1, 2])
    m = sum(xs) / 4
    s = (sum((x - m) ** 2 for x in xs) / 4) ** 0.5
    if s < 0.5:
        draw.reject()
    right, batch = gain * (xs[0] - mean) / root + shift, gain * (xs[0] - m) / s + shift
    if abs(right - batch) < 0.1:
        draw.reject()
    return Question(
        show={
            "xs": ", ".join(map(str, xs)),
            "first": xs[0],
            "mean": mean,
            "var": root * root,
            "gain": gain,
            "shift": shift,
        },
        truth=numeric(right, abs=0.02),
        steps={"root": root, "hat": (xs[0] - mean) / root},
        wrong={"normalisation-residuals/eval-uses-batch": batch},
    )


def second_way(show) -> float:
    """torch in evaluation mode; the neighbours must not matter, so it is asked alone."""
    import torch

    layer = torch.nn.BatchNorm1d(1, eps=0.0).double().eval()
    layer.running_mean.fill_(show["mean"])
    layer.running_var.fill_(show["var"])
    with torch.no_grad():
        layer.weight.fill_(show["gain"])
        layer.bias.fill_(show["shift"])
        return float(layer(torch.tensor([[float(show["first"])]], dtype=torch.float64))[0, 0])
