"""The variance that dropout puts into a linear unit."""

from beikao.kit import Draw, Question, numeric


def make(draw: Draw) -> Question:
    p = draw.choice([0.1, 0.2, 0.25, 0.3, 0.4])
    h = [draw.integer(1, 6) for _ in range(3)]
    w = [draw.choice([-3, -2, -1, 1, 2, 3]) for _ in range(3)]
    squares = sum((a * b) ** 2 for a, b in zip(w, h, strict=True))
    return Question(
        show={"p": p, "h": ", ".join(map(str, h)), "w": ", ".join(map(str, w))},
        truth=numeric(p / (1 - p) * squares, rel=0.01),
        steps={"squares": squares, "ratio": p / (1 - p)},
        wrong={
            "regularisation/no-scale-at-all": p * (1 - p) * squares,
            "regularisation/drop-is-keep": (1 - p) / p * squares,
        },
    )


def second_way(show) -> float:
    """Over all eight masks with their probabilities."""
    import numpy as np

    h, w = (np.array([float(v) for v in show[k].split(",")]) for k in ("h", "w"))
    bits = np.array(np.meshgrid([0, 1], [0, 1], [0, 1])).reshape(3, -1).T
    chance = np.prod(np.where(bits, 1 - show["p"], show["p"]), axis=1)
    out = bits @ (w * h) / (1 - show["p"])
    return float(chance @ out**2 - (chance @ out) ** 2)
