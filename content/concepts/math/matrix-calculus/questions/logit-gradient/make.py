"""The gradient of the mean cross-entropy with respect to one logit."""

from beikao.kit import Draw, Question, numeric


def make(draw: Draw) -> Question:
    batch = draw.choice([2, 4, 5, 8, 10])
    p = draw.integer(5, 95) / 100
    right = draw.integer(0, 1)
    value = (p - right) / batch
    if abs(value) < 0.004:
        draw.reject()
    return Question(
        show={"batch": batch, "p": p, "label": right},
        truth=numeric(value, rel=0.01),
        steps={"difference": p - right},
        wrong={"matrix-calculus/cross-entropy-minus-label": -value, "matrix-calculus/forgets-batch-mean": p - right},
    )


def second_way(show) -> float:
    """Central differences of the loss of one sample, with the other logits lumped into one."""
    import math

    p, h = show["p"], 1e-6

    def loss(z):
        total = math.exp(z) + (1 - p) / p
        own = math.exp(z) if show["label"] == 1 else (1 - p) / p
        return -math.log(own / total)

    return (loss(h) - loss(-h)) / (2 * h) / show["batch"]
