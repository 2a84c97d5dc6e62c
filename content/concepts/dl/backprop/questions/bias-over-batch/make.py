"""The gradient of an output bias over a batch, the loss being a mean."""

from beikao.kit import Draw, Question, numeric


def make(draw: Draw) -> Question:
    n = draw.choice([3, 4, 5])
    outputs = [draw.integer(-6, 6) for _ in range(n)]
    targets = [draw.integer(-6, 6) for _ in range(n)]
    errors = [y - t for y, t in zip(outputs, targets, strict=True)]
    total = sum(errors)
    if abs(total) < 3 or errors[0] in (total, total / n, 0) or abs(errors[0] - total / n) < 0.3:
        draw.reject()
    if abs(errors[0] - total / n / n) < 0.3 or errors[0] == total:
        draw.reject()
    return Question(
        show={"n": n, "outputs": ", ".join(map(str, outputs)), "targets": ", ".join(map(str, targets))},
        truth=numeric(total / n, abs=0.01),
        steps={"errors": ", ".join(map(str, errors)), "total": total},
        wrong={
            "matrix-calculus/forgets-batch-mean": total,
            "backprop/bias-averaged-twice": total / n / n,
            "backprop/bias-from-one-row": errors[0],
        },
    )


def second_way(show) -> float:
    """Move the bias and watch the loss."""
    import numpy as np

    y, t = (np.array([float(v) for v in show[k].split(",")]) for k in ("outputs", "targets"))

    def loss(b):
        return np.mean(0.5 * (y + b - t) ** 2)

    return float((loss(1e-4) - loss(-1e-4)) / 2e-4)
