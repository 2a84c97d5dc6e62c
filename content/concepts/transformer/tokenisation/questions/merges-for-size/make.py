"""How many merges a byte-level vocabulary of a given size holds."""

from beikao.kit import Draw, Question, numeric


def make(draw: Draw) -> Question:
    special = draw.choice([1, 2, 3, 4, 8, 16, 64])
    size = 1000 * draw.integer(8, 160) + draw.choice([0, 256, 257, 512])
    return Question(
        show={"size": size, "special": special},
        truth=numeric(size - 256 - special),
        wrong={"tokenisation/base-forgotten": size - special},
    )


def second_way(show) -> float:
    """Count ids: bytes first, then specials, the rest are merges."""
    ids = range(show["size"])
    return len(ids[256 + show["special"] :])
