"""One entry of the weight gradient of a linear layer under a squared loss."""

from beikao.kit import Draw, Question, numeric


def make(draw: Draw) -> Question:
    x1, x2, w1, w2 = (draw.integer(-3, 4) for _ in range(4))
    t = draw.integer(-4, 6)
    residual = x1 * w1 + x2 * w2 - t
    if residual == 0 or x1 in (0, 1) or x1 * w1 == 0:
        draw.reject()
    return Question(
        show={"x1": x1, "x2": x2, "w1": w1, "w2": w2, "t": t},
        truth=numeric(residual * x1),
        steps={"y": x1 * w1 + x2 * w2, "residual": residual},
        wrong={"matrix-calculus/gradient-wrong-shape": residual},
    )


def second_way(show) -> float:
    """Central differences, exact for a quadratic."""

    def loss(w1):
        return 0.5 * (show["x1"] * w1 + show["x2"] * show["w2"] - show["t"]) ** 2

    return (loss(show["w1"] + 1) - loss(show["w1"] - 1)) / 2
