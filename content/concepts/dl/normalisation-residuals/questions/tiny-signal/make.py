"""The size of the output when the variance of the input is near epsilon."""

from beikao.kit import Draw, Question, numeric


def make(draw: Draw) -> Question:
    eps, power = draw.choice([1e-5, 1e-6]), draw.choice([-2.0, -2.5, -3.0, -3.5])
    factor = draw.choice([1, 2, 3, 5])
    std = factor * 10**power if power in (-2.0, -3.0) else round(factor * 10**power, 6)
    right = std / (std**2 + eps) ** 0.5
    outside = std / (std + eps)
    if abs(right - outside) < 0.04 or right < 0.05:
        draw.reject()
    return Question(
        show={"std": f"{std:.3g}", "eps": f"{eps:g}"},
        truth=numeric(right, abs=0.01),
        steps={"var": float(f"{std:.3g}") ** 2},
        wrong={"normalisation-residuals/eps-outside-root": outside},
    )


def second_way(show) -> float:
    """torch's layer_norm on a vector with this standard deviation."""
    import torch

    x = torch.tensor([[1.0, -1.0] * 32], dtype=torch.float64) * float(show["std"])
    return float(torch.nn.functional.layer_norm(x, (64,), eps=float(show["eps"])).std(correction=0))
