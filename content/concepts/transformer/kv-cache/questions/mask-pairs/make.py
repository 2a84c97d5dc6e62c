"""Allowed pairs of a chunk behind a cache."""

from beikao.kit import Draw, Question, numeric


def make(draw: Draw) -> Question:
    past, new = draw.integer(5, 60), draw.integer(3, 20)
    return Question(
        show={"past": past, "new": new},
        truth=numeric(new * past + new * (new + 1) // 2, abs=0.3),
        wrong={
            "kv-cache/mask-top-left": new * (new + 1) // 2,
            "kv-cache/mask-not-needed": new * (past + new),
        },
    )


def second_way(show) -> float:
    """Count the ones of a lower triangle shifted by the cache."""
    import numpy as np

    return float(np.tri(show["new"], show["past"] + show["new"], show["past"]).sum())
