"""The contraction per step at the best rate against that at the edge."""

from beikao.kit import Draw, Question, numeric


def make(draw: Draw) -> Question:
    low = draw.integer(1, 6)
    top = low * draw.integer(3, 15)
    return Question(
        show={"low": low, "top": top},
        truth=numeric(2 / (low + top), rel=0.01),
        steps={"contract": (top - low) / (top + low), "edge": 2 / top},
        wrong={"hessian-stability/edge-is-optimum": 2 / top},
    )


def second_way(show) -> float:
    """Search the rates on a fine grid."""
    import numpy as np

    rates = np.linspace(0.2, 2.2, 200001) / show["top"]
    worst = np.maximum(np.abs(1 - rates * show["low"]), np.abs(1 - rates * show["top"]))
    return float(rates[np.argmin(worst)])
