"""By what factor the size of the signal changes over a stack of ReLU layers."""

from beikao.kit import Draw, Question, numeric


def make(draw: Draw) -> Question:
    n, layers = draw.choice([100, 256, 400, 512, 1024]), draw.choice([4, 6, 8, 10, 12, 20])
    c = draw.choice([0.8, 1, 1.2, 1.5, 1.6, 2.4, 2.5, 3])
    sigma = round((c / n) ** 0.5, 4)
    factor = n * sigma**2 / 2
    right = factor ** (layers / 2)
    wrong = {
        "activations-init/gain-missing": (2 * factor) ** (layers / 2),
        "activations-init/mean-square-is-scale": factor**layers,
    }
    if min(abs(w / right - 1) for w in wrong.values()) < 0.2:
        draw.reject()
    return Question(
        show={"n": n, "layers": layers, "sigma": sigma},
        truth=numeric(right, rel=0.03),
        steps={"factor": factor, "total": factor**layers},
        wrong=wrong,
    )


def second_way(show) -> float:
    """Layer by layer, the mean square of a ReLU by numerical integration."""
    import numpy as np

    z = np.linspace(-8, 8, 4001)
    density = np.exp(-z * z / 2) / np.sqrt(2 * np.pi)
    half = float(np.sum(np.maximum(z, 0) ** 2 * density) * (z[1] - z[0]))
    square = 1.0
    for _ in range(show["layers"]):
        square *= show["n"] * show["sigma"] ** 2 * half
    return square**0.5
