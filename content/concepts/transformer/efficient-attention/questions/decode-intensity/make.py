"""Operations a byte in decoding with shared keys and values."""

from beikao.kit import Draw, Question, numeric


def make(draw: Draw) -> Question:
    g, size = draw.choice([2, 4, 8, 16]), draw.choice([1, 2, 4])
    n, d = 1024 * draw.integer(1, 64), draw.choice([64, 96, 128])
    right = 2 * g / size
    return Question(
        show={"g": g, "n": n, "d": d, "bytes": size},
        truth=numeric(right, rel=0.01),
        wrong={"efficient-attention/decode-is-compute-bound": right * n, "attention/cost-forgets-values": right / 2},
    )


def second_way(show) -> float:
    """Count on a small model of the same shapes: one key and one value at a time."""
    operations = moved = 0
    for _ in range(50):  # the number of keys does not matter
        moved += 2 * show["d"] * show["bytes"]
        operations += show["g"] * (2 * show["d"] + 2 * show["d"])
    return operations / moved
