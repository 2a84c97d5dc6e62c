"""What a label says at once, a reward says after many tries."""

from beikao.kit import Draw, Question, numeric


def make(draw: Draw) -> Question:
    options, right = draw.integer(5, 60), draw.integer(1, 4)
    if options % right == 0 and right > 1:
        draw.reject()
    return Question(
        show={"options": options, "right": right},
        truth=numeric(options / right, rel=0.02),
        steps={"p": right / options},
        wrong={"learning-paradigms/reward-is-label": 1},
    )


def second_way(show) -> float:
    """Sum the series of the waiting time."""
    p = show["right"] / show["options"]
    return sum(k * p * (1 - p) ** (k - 1) for k in range(1, 20_000))
