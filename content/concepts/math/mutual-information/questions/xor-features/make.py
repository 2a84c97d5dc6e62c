"""Joint information of two features whose exclusive-or is a noisy label."""

import math

from beikao.kit import Draw, Question, numeric


def make(draw: Draw) -> Question:
    flip = draw.integer(2, 30)
    f = flip / 100
    noise = -f * math.log2(f) - (1 - f) * math.log2(1 - f)
    wrong = {"mutual-information/scores-add": 0.0, "entropy/remaining-is-gain": noise}
    if abs(noise - 0.5) < 0.04:
        draw.reject()
    return Question(
        show={"flip": flip},
        truth=numeric(1 - noise, rel=0.02, unit="bits"),
        steps={"noise": noise},
        wrong=wrong,
    )


def second_way(show) -> float:
    """The whole table of eight cells and its KL from (A, B) independent of Y."""
    import numpy as np
    from scipy.stats import entropy

    f = show["flip"] / 100
    joint = np.array([[1 - f, f], [f, 1 - f], [f, 1 - f], [1 - f, f]]) / 4
    return float(entropy(joint.ravel(), np.outer(joint.sum(1), joint.sum(0)).ravel(), base=2))
