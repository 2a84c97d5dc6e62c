"""One forward-mode pass through a small program."""

from beikao.kit import Draw, Question, numeric


def make(draw: Draw) -> Question:
    a, b = draw.integer(1, 5), draw.choice([-3, -2, -1, 1, 2, 3, 4])
    da, db = draw.choice([-2, -1, 1, 2, 3]), draw.choice([-2, -1, 1, 2, 3])
    u, du = a * b, da * b + a * db
    y, dy = u + b * b, du + 2 * b * db
    plain = b + a + 2 * b
    if (da, db) == (1, 1) or dy == plain or dy == 0:
        draw.reject()
    return Question(
        show={"a": a, "b": b, "da": da, "db": db},
        truth=numeric(dy),
        steps={"u": u, "du": du, "v": b * b, "dv": 2 * b * db, "y": y},
        wrong={"autograd/seed-is-one": plain},
    )


def second_way(show) -> float:
    """torch's own forward mode."""
    import torch

    point = tuple(torch.tensor(float(show[k]), dtype=torch.float64) for k in "ab")
    seed = tuple(torch.tensor(float(show[k]), dtype=torch.float64) for k in ("da", "db"))
    return float(torch.func.jvp(lambda a, b: a * b + b * b, point, seed)[1])
