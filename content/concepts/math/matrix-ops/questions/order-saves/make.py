"""How many times cheaper A(Bx) is than (AB)x."""

from beikao.kit import Draw, Question, numeric


def make(draw: Draw) -> Question:
    n = 2 ** draw.integer(5, 10)
    k = 2 ** draw.integer(1, 4)
    together, apart = n * k * n + n * n, k * n + n * k
    return Question(
        show={"n": n, "k": k},
        truth=numeric(together / apart, rel=0.01),
        steps={"together": together, "apart": apart},
        wrong={"matrix-ops/order-of-products": 1.0},
    )


def second_way(show) -> float:
    """Count multiplications by walking the loops' sizes."""
    n, k = show["n"], show["k"]
    first = sum(k for _ in range(n) for _ in range(n)) if n <= 64 else n * n * k
    return (first + n * n) / (sum(n for _ in range(k)) + sum(k for _ in range(n)))
