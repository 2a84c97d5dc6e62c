"""The robust score of the last of seven values."""

import math
import statistics

from beikao.kit import Draw, Question, numeric


def make(draw: Draw) -> Question:
    centre, step = 10 * draw.integer(3, 12), draw.integer(2, 6)
    values = [centre + step * d for d in draw.sample([-3, -2, -1, 0, 1, 2, 3, 4], 6)]
    odd = centre + step * draw.choice([20, 25, 40, 60])
    values.append(odd)
    median = statistics.median(values)
    mad = statistics.median(abs(v - median) for v in values)
    right, raw = (odd - median) / (1.4826 * mad), (odd - median) / mad
    mean = statistics.mean(values)
    z = (odd - mean) / math.sqrt(sum((v - mean) ** 2 for v in values) / 6)
    return Question(
        show={"values": ", ".join(map(str, draw.shuffle(values))), "odd": odd},
        truth=numeric(right, rel=0.02),
        steps={"median": median, "mad": mad, "z": z},
        wrong={"data-exploration/mad-without-scale": raw, "data-exploration/three-sigma-sees-all": z},
    )


def second_way(show) -> float:
    """scipy, scaled for the normal distribution."""
    import numpy as np
    from scipy.stats import median_abs_deviation

    x = np.array([float(v) for v in show["values"].split(",")])
    return float((show["odd"] - np.median(x)) / median_abs_deviation(x, scale="normal"))
