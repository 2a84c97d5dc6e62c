"""The farthest input that a stack of windows can see."""

from beikao.kit import Draw, Question, numeric


def make(draw: Draw) -> Question:
    layers, w = draw.integer(4, 40), draw.integer(8, 200)
    return Question(
        show={"layers": layers, "w": w},
        truth=numeric(layers * (w - 1), abs=0.3),
        wrong={
            "latent-sparse-attention/window-caps-reach": w - 1,
            "latent-sparse-attention/window-off-by-one": layers * w,
        },
    )


def second_way(show) -> float:
    """Walk back from t, layer by layer, to the earliest position in sight."""
    earliest = 0
    for _ in range(show["layers"]):
        earliest = min(range(earliest - show["w"] + 1, earliest + 1))
    return float(-earliest)
