"""What the best of many equal models scores on a validation set, on average."""

from beikao.kit import Draw, Question, numeric

LARGEST = {4: 1.029, 8: 1.424, 16: 1.766, 32: 2.070, 64: 2.344, 100: 2.508}  # mean of the largest of m normals


def make(draw: Draw) -> Question:
    tried = draw.choice(sorted(LARGEST))
    items = draw.choice([200, 400, 500, 1000, 2000])
    true = draw.choice([60, 70, 75, 80, 85, 90])
    se = 100 * (true / 100 * (1 - true / 100) / items) ** 0.5
    return Question(
        show={"tried": tried, "items": items, "true": true, "c": LARGEST[tried]},
        truth=numeric(true + LARGEST[tried] * se, abs=0.15, unit="%"),
        steps={"se": se, "gain": LARGEST[tried] * se},
        wrong={"validation-design/best-score-is-honest": true},
    )


def second_way(show) -> float:
    """Integrate the largest of m normals numerically."""
    import numpy as np
    from scipy.special import ndtr

    x = np.linspace(-8, 8, 20_001)
    cdf = ndtr(x) ** show["tried"]
    largest = 8 - float(np.sum((cdf[1:] + cdf[:-1]) / 2) * (x[1] - x[0]))  # E[X] = high - integral of the cdf
    p = show["true"] / 100
    return 100 * (p + largest * (p * (1 - p) / show["items"]) ** 0.5)
