"""One entry of a 2 x 2 product."""

from beikao.kit import Draw, Question, numeric


def make(draw: Draw) -> Question:
    a, b, c, d, e, f, g, h = (draw.integer(-4, 6) for _ in range(8))
    right, swapped = a * f + b * h, e * b + f * d
    if right == swapped or a * f == right:
        draw.reject()
    return Question(
        show={"a": a, "b": b, "c": c, "d": d, "e": e, "f": f, "g": g, "h": h},
        truth=numeric(right),
        steps={"first": a * f, "second": b * h},
        wrong={"matrix-ops/commutes": swapped},
    )


def second_way(show) -> float:
    """numpy."""
    import numpy as np

    left = np.array([[show["a"], show["b"]], [show["c"], show["d"]]])
    return float((left @ np.array([[show["e"], show["f"]], [show["g"], show["h"]]]))[0, 1])
