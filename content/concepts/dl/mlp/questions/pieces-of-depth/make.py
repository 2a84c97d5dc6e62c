"""How wide a single hidden layer must be to have as many pieces as a stack of tents."""

from beikao.kit import Draw, Question, numeric


def make(draw: Draw) -> Question:
    layers, start = draw.integer(3, 7), draw.choice([2, 4])
    return Question(
        show={"layers": layers, "start": start},
        truth=numeric(start**layers - 1),
        steps={"pieces": start**layers},
        wrong={"mlp/width-and-depth-add": start * layers - 1},
    )


def second_way(show) -> float:
    """Count the bends of the composed zigzag on a grid that holds them all."""
    import numpy as np

    n, layers = show["start"], show["layers"]
    y = np.arange(n**layers + 1, dtype=float) / n**layers
    for _ in range(layers):
        y = np.abs((n * y + 1) % 2 - 1)  # a zigzag of n pieces from 0 to 1
    return float(np.sum(np.abs(np.diff(y, 2)) > 1e-12))
