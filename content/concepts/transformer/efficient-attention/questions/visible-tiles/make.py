"""Tiles of a causal score matrix that are not masked whole."""

from beikao.kit import Draw, Question, numeric


def make(draw: Draw) -> Question:
    b, tiles = draw.choice([16, 32, 64, 128]), draw.integer(3, 40)
    short = draw.integer(0, b - 1)  # the last block may be shorter
    return Question(
        show={"n": b * tiles - short, "b": b},
        truth=numeric(tiles * (tiles + 1) // 2),
        steps={"tiles": tiles},
        wrong={
            "efficient-attention/all-tiles-computed": tiles * tiles,
            "multi-head-attention/own-token-hidden": tiles * (tiles - 1) // 2,
        },
    )


def second_way(show) -> float:
    """Look at the corner of each tile: the last query against the first key."""
    starts = range(0, show["n"], show["b"])
    return float(sum(key <= min(query + show["b"], show["n"]) - 1 for query in starts for key in starts))
