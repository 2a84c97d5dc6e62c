"""A perfect prediction with a stray axis: the mean of all pairwise squared differences is twice the variance."""

from beikao.kit import Draw, Question, numeric


def make(draw: Draw) -> Question:
    n = draw.integer(3, 5)
    y = [draw.integer(-4, 6) for _ in range(n)]
    mean = sum(y) / n
    variance = sum((v - mean) ** 2 for v in y) / n
    if variance < 0.5:
        draw.reject()
    return Question(
        show={"n": n, "y": ", ".join(map(str, y))},
        truth=numeric(2 * variance, abs=0.01),
        steps={"pairs": n * n, "variance": variance},
        wrong={"tensor-ops/shapes-guard-meaning": 0},
    )


def second_way(show) -> float:
    """Loop over every pair, as broadcasting does."""
    y = [float(v) for v in show["y"].split(",")]
    return sum((a - b) ** 2 for a in y for b in y) / len(y) ** 2
