"""How many pairs (who looks, who is seen) a prefix language model allows."""

from beikao.kit import Draw, Question, numeric


def make(draw: Draw) -> Question:
    prefix, rest = draw.integer(4, 30), draw.integer(4, 30)
    total = prefix + rest
    right = prefix * prefix + sum(range(prefix + 1, total + 1))
    return Question(
        show={"prefix": prefix, "rest": rest, "total": total},
        truth=numeric(right),
        steps={"square": prefix**2, "tail": right - prefix**2},
        wrong={"pretraining-objectives/prefix-is-causal": total * (total + 1) // 2,
               "pretraining-objectives/two-sided-generates": total**2},
    )  # fmt: skip


def second_way(show) -> float:
    """Count the ones of the mask."""
    import numpy as np

    mask = np.tril(np.ones((show["total"], show["total"])))
    mask[: show["prefix"], : show["prefix"]] = 1
    return int(mask.sum())
