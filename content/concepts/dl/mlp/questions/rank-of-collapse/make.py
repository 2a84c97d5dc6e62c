"""The largest rank of what three linear layers without activations can compute."""

from beikao.kit import Draw, Question, numeric


def make(draw: Draw) -> Question:
    a, d = draw.sample(range(8, 17), 2)
    b, c = draw.sample(range(2, 8), 2)
    if draw.integer(0, 1):
        b += 12  # one of the two hidden layers may be wide
    return Question(
        show={"a": a, "b": b, "c": c, "d": d},
        truth=numeric(min(a, b, c, d)),
        steps={"small": min(b, c)},
        wrong={"mlp/depth-without-bend": min(a, d)},
    )


def second_way(show) -> float:
    """The rank of a random product."""
    import numpy as np

    rng, sizes = np.random.default_rng(0), [show[k] for k in "abcd"]
    m = np.eye(sizes[0])
    for rows, columns in zip(sizes[1:], sizes, strict=False):
        m = rng.normal(size=(rows, columns)) @ m
    return float(np.linalg.matrix_rank(m))
