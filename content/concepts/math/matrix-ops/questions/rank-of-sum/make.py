"""The rank of a sum of outer products with a dependent one among them."""

from beikao.kit import Draw, Question, numeric


def make(draw: Draw) -> Question:
    n, terms = draw.integer(20, 200), draw.integer(3, 9)
    repeated = draw.integer(1, terms - 2)
    return Question(
        show={"n": n, "terms": terms, "repeated": repeated, "alike": repeated + 1},
        truth=numeric(terms - repeated),
        steps={"rank": terms - repeated},
        wrong={"matrix-ops/rank-is-size": n},
    )


def second_way(show) -> float:
    """Build such a sum and ask numpy."""
    import numpy as np

    rng = np.random.default_rng(0)
    n, terms, repeated = show["n"], show["terms"], show["repeated"]
    u = [rng.normal(size=n)] * (repeated + 1) + [rng.normal(size=n) for _ in range(terms - repeated - 1)]
    return int(np.linalg.matrix_rank(np.stack(u, 1) @ rng.normal(size=(terms, n))))
