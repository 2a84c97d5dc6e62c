"""How the standard deviation of the gradient changes with the batch."""

from beikao.kit import Draw, Question, numeric


def make(draw: Draw) -> Question:
    first, factor = 2 ** draw.integer(3, 7), draw.choice([4, 9, 16, 25, 36, 64])
    return Question(
        show={"first": first, "second": first * factor},
        truth=numeric(factor**0.5, rel=0.01),
        steps={"factor": factor},
        wrong={"gradient-descent/bigger-batch-same-noise": factor},
    )


def second_way(show) -> float:
    """The variance of a mean of n independent terms is the variance over n."""
    variance = 1.0
    return (variance / show["first"]) ** 0.5 / (variance / show["second"]) ** 0.5
