"""Memory of mixed-precision training with AdamW."""

from beikao.kit import Draw, Question, numeric


def make(draw: Draw) -> Question:
    billions = draw.choice([0.5, 1.3, 3, 7, 13, 34, 70])
    return Question(
        show={"billions": billions},
        truth=numeric(16 * billions, rel=0.02, unit="GB"),
        steps={"weights": 2 * billions, "grads": 2 * billions, "master": 4 * billions, "moments": 8 * billions},
        wrong={"adam/memory-is-weights": 2 * billions},
    )


def second_way(show) -> float:
    """Add up the bytes of each array."""
    sizes = {"weights bf16": 2, "gradients bf16": 2, "master fp32": 4, "first moment fp32": 4, "second moment fp32": 4}
    return sum(bytes_ * show["billions"] for bytes_ in sizes.values())
