"""One step of gradient descent from zero on three samples, one feature, no intercept."""

from beikao.kit import Draw, Question, numeric


def make(draw: Draw) -> Question:
    xs = draw.sample([-4, -3, -2, -1, 1, 2, 3, 4, 5], 3)
    ys = [draw.integer(0, 1) for _ in xs]
    rate = draw.choice([0.5, 1, 1.5, 2])
    total = sum((0.5 - y) * x for x, y in zip(xs, ys, strict=True))
    w = -rate * total / 3
    if len(set(ys)) == 1 or abs(w) < 0.2:
        draw.reject()
    return Question(
        show={"xs": ", ".join(map(str, xs)), "ys": ", ".join(map(str, ys)), "rate": rate},
        truth=numeric(w, abs=0.01),
        steps={"total": total, "grad": total / 3},
        wrong={"logistic-regression/residual-reversed": -w, "logistic-regression/extra-derivative": w / 4},
    )


def second_way(show) -> float:
    """The derivative of the mean loss at zero by central differences."""
    import numpy as np

    x, y = (np.array([float(v) for v in show[k].split(",")]) for k in ("xs", "ys"))

    def loss(w):
        return np.mean(np.logaddexp(0, -(2 * y - 1) * w * x))

    return float(-show["rate"] * (loss(1e-5) - loss(-1e-5)) / 2e-5)
