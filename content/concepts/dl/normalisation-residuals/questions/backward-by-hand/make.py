"""One entry of the gradient of layer normalisation on three numbers."""

from beikao.kit import Draw, Question, numeric


def make(draw: Draw) -> Question:
    x = [draw.integer(-5, 8) for _ in range(3)]
    g = [draw.choice([-3, -2, -1, 1, 2, 3]) for _ in range(3)]
    mean = sum(x) / 3
    var = sum((v - mean) ** 2 for v in x) / 3
    if var < 0.6:
        draw.reject()
    s = var**0.5
    hat = [(v - mean) / s for v in x]
    mg, mgx = sum(g) / 3, sum(a * b for a, b in zip(g, hat, strict=True)) / 3
    right = (g[0] - mg - hat[0] * mgx) / s
    wrong = {
        "normalisation-residuals/statistics-are-constants": g[0] / s,
        "normalisation-residuals/only-the-mean-moves": (g[0] - mg) / s,
    }
    values = [right, *wrong.values()]
    if min(abs(a - b) for i, a in enumerate(values) for b in values[:i]) < 0.035:
        draw.reject()
    return Question(
        show={"x": ", ".join(map(str, x)), "g": ", ".join(map(str, g))},
        truth=numeric(right, abs=0.01),
        steps={"s": s, "hat": hat[0], "mg": mg, "mgx": mgx, "g0": g[0]},
        wrong=wrong,
    )


def second_way(show) -> float:
    """Central differences of the sum of g times the output."""
    import numpy as np

    x, g = (np.array([float(v) for v in show[k].split(",")]) for k in ("x", "g"))

    def value(v):
        return float(g @ ((v - v.mean()) / v.std()))

    h = np.array([1e-5, 0, 0])
    return (value(x + h) - value(x - h)) / 2e-5
