"""Memory of an expanded boolean mask once it is made contiguous."""

from beikao.kit import Draw, Question, numeric


def make(draw: Draw) -> Question:
    side = draw.choice([1024, 2048, 4096])
    batch, heads = draw.integer(2, 8), draw.choice([8, 12, 16, 32])
    own = side * side / 2**20
    return Question(
        show={"side": side, "batch": batch, "heads": heads},
        truth=numeric(batch * heads * own, rel=0.01, unit="MiB"),
        steps={"own": own, "copies": batch * heads},
        wrong={"tensor-ops/copying-is-free": own},
    )


def second_way(show) -> float:
    """Count the elements numpy reports for the broadcast shape."""
    import numpy as np

    shape = (show["batch"], show["heads"], show["side"], show["side"])
    return np.broadcast_to(np.zeros((1, 1, 1, 1), dtype=bool), shape).nbytes / 2**20
