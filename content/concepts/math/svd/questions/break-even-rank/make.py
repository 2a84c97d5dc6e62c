"""Does a rank-k factorisation of an n x n matrix save storage? Only below n/2."""

from beikao.kit import Draw, Question, choice


def make(draw: Draw) -> Question:
    n = 512 * draw.integer(2, 16)
    share = draw.choice([30, 35, 40, 45, 55, 60, 65, 70, 75, 80, 95])
    k = n * share // 100
    return Question(
        show={"n": n, "k": k, "share": share},
        truth=choice("smaller" if 2 * k < n else "larger"),
        steps={"full": n * n, "kept": 2 * n * k, "half": n // 2},
        wrong={"svd/ratio-as-n-over-k": "by-share"},
    )


def second_way(show) -> str:
    """Build the shapes and count."""
    import numpy as np

    left, right = np.broadcast_to(0.0, (show["n"], show["k"])), np.broadcast_to(0.0, (show["k"], show["n"]))
    return "smaller" if left.size + right.size < show["n"] ** 2 else "larger"
