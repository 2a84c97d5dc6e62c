"""Traffic of tiled attention in MiB."""

from beikao.kit import Draw, Question, numeric


def make(draw: Draw) -> Question:
    d, b = draw.choice([32, 64, 96, 128]), draw.choice([32, 64, 128, 256])
    passes = draw.integer(8, 48)
    n = b * passes
    right = 2 * (2 * n * d * passes + 2 * n * d) / 2**20
    once, table = 2 * 4 * n * d / 2**20, 2 * (4 * n * n + 4 * n * d) / 2**20
    if abs(table - right) < 0.05 * right:
        draw.reject()
    return Question(
        show={"n": n, "d": d, "b": b},
        truth=numeric(right, rel=0.01, unit="MiB"),
        steps={"passes": passes},
        wrong={
            "efficient-attention/reads-everything-once": once,
            "efficient-attention/traffic-is-size": table,
        },
    )


def second_way(show) -> float:
    """Walk through the loops and count."""
    n, d, b = show["n"], show["d"], show["b"]
    moved = 0
    for _ in range(0, n, b):
        moved += b * d + b * d
        for _ in range(0, n, b):
            moved += 2 * b * d
    return 2 * moved / 2**20
