"""Free parameters of a directed graph over discrete variables."""

from beikao.kit import Draw, Question, numeric


def make(draw: Draw) -> Question:
    c, r0, r1, r2 = draw.integer(2, 4), draw.integer(1, 3), draw.integer(1, 4), draw.integer(1, 3)
    n = r0 + r1 + r2
    if n < 4:
        draw.reject()
    return Question(
        show={"n": n, "c": c, "r0": r0, "r1": r1, "r2": r2},
        truth=numeric((c - 1) * (r0 + r1 * c + r2 * c * c)),
        steps={"free": c - 1, "c2": c * c, "full": c**n - 1},
        wrong={"bayesian-inference/factorisation-ignored": c**n - 1},
    )


def second_way(show) -> float:
    """Build the tables as arrays and count entries, less one a row for the sum to one."""
    import numpy as np

    total = 0
    for parents, count in ((0, show["r0"]), (1, show["r1"]), (2, show["r2"])):
        table = np.ones((show["c"],) * (parents + 1))
        total += count * (table.size - table[..., 0].size)
    return total
