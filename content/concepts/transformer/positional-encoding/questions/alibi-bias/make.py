"""The bias of ALiBi for one head and one pair of positions."""

from beikao.kit import Draw, Question, numeric


def make(draw: Draw) -> Question:
    heads = draw.choice([4, 8, 16, 32])
    h, n = draw.integer(1, heads), draw.integer(2, 60)
    m = n + draw.integer(1, 80)
    slope = 2 ** (-8 * h / heads)
    if abs(m - 2 * n) < 0.1 * (m - n):
        draw.reject()
    return Question(
        show={"heads": heads, "h": h, "m": m, "n": n},
        truth=numeric(-slope * (m - n), rel=0.01),
        steps={"slope": slope, "gap": m - n, "power": 8 * h / heads},
        wrong={
            "positional-encoding/distance-is-rewarded": slope * (m - n),
            "positional-encoding/score-keeps-absolute": -slope * n,
        },
    )


def second_way(show) -> float:
    """Build the matrix of biases as code does: slopes as a geometric row, distances by subtraction."""
    import numpy as np

    first = 2 ** (-8 / show["heads"])
    slopes = first ** np.arange(1, show["heads"] + 1)
    places = np.arange(show["m"] + 1)
    bias = slopes[:, None, None] * (places[None, None] - places[None, :, None])
    return float(bias[show["h"] - 1, show["m"], show["n"]])
