"""What is left of a row whose forbidden weights are zeroed after the softmax."""

from beikao.kit import Draw, Question, numeric


def make(draw: Draw) -> Question:
    n = draw.integer(4, 7)
    seen = draw.integer(2, n - 1)
    es = [draw.integer(1, 12) for _ in range(n)]
    return Question(
        show={"n": n, "seen": seen, "es": ", ".join(map(str, es))},
        truth=numeric(sum(es[:seen]) / sum(es), abs=0.003),
        steps={"all": sum(es), "kept": sum(es[:seen])},
        wrong={"attention/mask-after-softmax": 1.0},
    )


def second_way(show) -> float:
    """From the scores themselves, by scipy."""
    import numpy as np
    from scipy.special import softmax

    p = softmax(np.log([float(v) for v in show["es"].split(",")]))
    p[show["seen"] :] = 0
    return float(p.sum())
