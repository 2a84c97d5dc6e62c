"""One step of gradient descent on a quadratic in two variables: the new loss."""

from beikao.kit import Draw, Question, numeric


def make(draw: Draw) -> Question:
    a, b = draw.integer(2, 4), draw.integer(5, 9)
    x, y = draw.integer(1, 5), draw.integer(1, 5)
    lr = draw.choice([0.05, 0.1, 0.15, 0.2])
    nx, ny = x - lr * a * x, y - lr * b * y
    right = 0.5 * (a * nx**2 + b * ny**2)
    fixed = 0.5 * (a * (x - lr) ** 2 + b * (y - lr) ** 2)
    if abs(fixed - right) < 0.2:
        draw.reject()
    return Question(
        show={"a": a, "b": b, "x": x, "y": y, "lr": lr},
        truth=numeric(right, rel=0.01, abs=0.005),
        steps={"gx": a * x, "gy": b * y, "nx": nx, "ny": ny, "before": 0.5 * (a * x * x + b * y * y)},
        wrong={"gradient-descent/step-size-is-distance": fixed},
    )


def second_way(show) -> float:
    """Each coordinate is multiplied by (1 - lr * curvature)."""
    fx, fy = (1 - show["lr"] * show["a"]) ** 2, (1 - show["lr"] * show["b"]) ** 2
    return 0.5 * show["a"] * show["x"] ** 2 * fx + 0.5 * show["b"] * show["y"] ** 2 * fy
