"""Which expression gives the gradient of the weights of a linear layer the right shape?"""

from beikao.kit import Draw, Question, choice


def make(draw: Draw) -> Question:
    b, i, o = draw.integer(2, 9), draw.integer(10, 40), draw.integer(41, 90)
    layout = draw.choice(["X W", "X Wᵀ"])
    return Question(
        show={"b": b, "i": i, "o": o, "layout": layout, "shape": f"{i} × {o}" if layout == "X W" else f"{o} × {i}"},
        truth=choice("xtg" if layout == "X W" else "gtx"),
        wrong={"matrix-ops/commutes": "gx"},
    )


def second_way(show) -> str:
    """Finite differences on a small layer decide."""
    import numpy as np

    rng = np.random.default_rng(0)
    x, g = rng.normal(size=(2, 3)), rng.normal(size=(2, 4))
    w = rng.normal(size=(3, 4) if show["layout"] == "X W" else (4, 3))

    def loss(weights):
        return float(np.sum((x @ (weights if show["layout"] == "X W" else weights.T)) * g))

    numeric = np.zeros_like(w)
    for place in np.ndindex(*w.shape):
        step = np.zeros_like(w)
        step[place] = 1e-6
        numeric[place] = (loss(w + step) - loss(w - step)) / 2e-6
    return "xtg" if numeric.shape == (x.T @ g).shape and np.allclose(numeric, x.T @ g, atol=1e-6) else "gtx"
