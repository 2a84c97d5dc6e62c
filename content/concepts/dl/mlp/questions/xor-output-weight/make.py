"""XOR with other targets: the output weight of the second bend."""

from beikao.kit import Draw, Question, numeric


def make(draw: Draw) -> Question:
    low, high = draw.integer(-4, 4), draw.integer(-6, 6)
    scale = draw.choice([1, 2, 4])
    a = (high - low) / scale
    if low == high:
        draw.reject()
    return Question(
        show={"low": low, "high": high, "scale": scale},
        truth=numeric(-2 * a, abs=1e-6),
        steps={"a": a, "flat": -a},
        wrong={"mlp/cancel-is-enough": -a},
    )


def second_way(show) -> float:
    """Solve the four equations for the two output weights and the output bias."""
    import numpy as np

    s = np.array([0, 1, 1, 2]) * show["scale"]
    design = np.stack([np.maximum(s, 0), np.maximum(s - show["scale"], 0), np.ones(4)], axis=1)
    target = np.array([show["low"], show["high"], show["high"], show["low"]])
    return float(np.linalg.lstsq(design, target, rcond=None)[0][1])
