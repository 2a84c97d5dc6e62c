"""The size of a checkpoint that can be resumed, and how long writing it takes."""

from beikao.kit import Draw, Question, numeric


def make(draw: Draw) -> Question:
    billions = draw.choice([1.5, 3, 7, 8, 13, 34, 70])
    speed = draw.choice([1, 2, 4, 5, 10])
    master = draw.choice(["yes", "no"])
    each = 2 + 8 + (4 if master == "yes" else 0)
    seconds = billions * each / speed
    return Question(
        show={"billions": billions, "speed": speed, "extra": 4 if master == "yes" else 0},
        truth=numeric(seconds, rel=0.02),
        steps={"each": each, "size": billions * each},
        wrong={"pytorch-workflow/weights-are-the-checkpoint": 2 * billions / speed,
               "adam/memory-is-weights": (2 + 4 + (4 if master == "yes" else 0)) * billions / speed},
    )  # fmt: skip


def second_way(show) -> float:
    """Add up the arrays of one parameter by their item sizes in numpy (bfloat16 as wide as float16)."""
    import numpy as np

    kinds = [np.float16, np.float32, np.float32] + [np.float32] * (show["extra"] // 4)
    size = sum(np.dtype(k).itemsize for k in kinds) * show["billions"] * 1e9
    return size / (show["speed"] * 1e9)
