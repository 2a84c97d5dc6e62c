"""The variance of a noised sample in a diffusion model."""

from beikao.kit import Draw, Question, numeric


def make(draw: Draw) -> Question:
    abar, var = draw.choice([0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9]), draw.choice([0.25, 0.5, 2, 4, 9])
    value = abar * var + 1 - abar
    root = abar**0.5 * var + (1 - abar) ** 0.5
    added = ((abar * var) ** 0.5 + (1 - abar) ** 0.5) ** 2
    if min(abs(value - root), abs(value - added), abs(root - added)) < 0.07:
        draw.reject()
    return Question(
        show={"abar": abar, "var": var},
        truth=numeric(value, abs=0.01),
        steps={"rest": 1 - abar},
        wrong={"gaussian-distribution/map-one-sided": root, "gaussian-distribution/stds-add": added},
    )


def second_way(show) -> float:
    """Numeric integration of y^2 over the density of a Gaussian with these two parts."""
    import numpy as np
    from scipy.signal import fftconvolve

    x = np.linspace(-30, 30, 12001)
    parts = [np.exp(-0.5 * x**2 / v) for v in (show["abar"] * show["var"], 1 - show["abar"])]
    density = fftconvolve(parts[0], parts[1], mode="same")
    return float(np.sum(x**2 * density) / np.sum(density))
