"""The least-squares slope of four points, with an intercept."""

from beikao.kit import Draw, Question, numeric


def make(draw: Draw) -> Question:
    xs = sorted(draw.sample(range(9), 4))
    w, b = draw.choice([-2, -1, 1, 2, 3]), draw.integer(3, 12)
    ys = [w * x + b + draw.integer(-2, 2) for x in xs]
    mx, my = sum(xs) / 4, sum(ys) / 4
    sxy = sum((x - mx) * (y - my) for x, y in zip(xs, ys, strict=True))
    sxx, syy = sum((x - mx) ** 2 for x in xs), sum((y - my) ** 2 for y in ys)
    raw = sum(x * y for x, y in zip(xs, ys, strict=True)) / sum(x * x for x in xs)
    slope = sxy / sxx
    back = sxy / syy if syy else 99.0
    if abs(slope) < 0.3 or min(abs(raw - slope), abs(back - slope), abs(raw - back)) < 0.12:
        draw.reject()
    points = ", ".join(f"({x}, {y})" for x, y in zip(xs, ys, strict=True))
    return Question(
        show={"points": points},
        truth=numeric(slope, abs=0.02),
        steps={"mx": mx, "my": my, "sxy": sxy, "sxx": sxx},
        wrong={"linear-regression/intercept-forgotten": raw, "linear-regression/regressed-backwards": back},
    )


def second_way(show) -> float:
    """numpy's polynomial fit."""
    import ast

    import numpy as np

    points = np.array(ast.literal_eval(f"[{show['points']}]"), dtype=float)
    return float(np.polyfit(points[:, 0], points[:, 1], 1)[0])
