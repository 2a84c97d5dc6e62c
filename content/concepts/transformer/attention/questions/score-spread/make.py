"""The standard deviation of an unscaled dot product."""

from beikao.kit import Draw, Question, numeric


def make(draw: Draw) -> Question:
    d = draw.choice([16, 25, 36, 48, 64, 80, 96, 128, 192, 256])
    a, b = draw.choice([0.5, 0.8, 1, 1.5, 2]), draw.choice([0.5, 1, 1.2, 2])
    return Question(
        show={"d": d, "a": a, "b": b},
        truth=numeric(a * b * d**0.5, rel=0.02),
        steps={"each": a * a * b * b, "variance": d * a * a * b * b, "unit": a * b},
        wrong={"attention/scale-by-d": a * b * d, "attention/scaling-is-cosmetic": a * b},
    )


def second_way(show) -> float:
    """Simulated, with components that are not normal: only mean and variance matter."""
    import numpy as np

    rng, d = np.random.default_rng(5), show["d"]
    q = show["a"] * rng.choice([-1.0, 1.0], (20_000, d))
    k = show["b"] * np.sqrt(3) * rng.uniform(-1, 1, (20_000, d))
    return float(np.einsum("nd,nd->n", q, k).std())
