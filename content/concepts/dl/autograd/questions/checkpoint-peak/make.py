"""Peak activation memory with evenly spaced checkpoints."""

from beikao.kit import Draw, Question, numeric


def make(draw: Draw) -> Question:
    every, count = draw.choice([2, 3, 4, 5, 6, 8, 10]), draw.choice([4, 5, 6, 8, 10, 12, 16])
    size = draw.choice([0.5, 1.5, 2, 3])
    layers = every * count
    return Question(
        show={"layers": layers, "every": every, "size": size},
        truth=numeric(size * (count + every), rel=0.01, unit="GiB"),
        steps={"count": count},
        wrong={"autograd/segment-forgotten": size * count},
    )


def second_way(show) -> float:
    """Walk back through the layers and watch what is held."""
    layers, every = show["layers"], show["every"]
    kept, peak = set(range(0, layers, every)), 0
    for start in sorted(kept, reverse=True):
        segment = [("again", i) for i in range(start, start + every)]
        peak = max(peak, len(kept) + len(segment))
    return peak * show["size"]
