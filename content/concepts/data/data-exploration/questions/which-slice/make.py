"""Three slices below the overall accuracy: which is the strongest evidence of a real gap?"""

import math

from beikao.kit import Draw, Question, choice

NAMES = ("a", "b", "c")


def make(draw: Draw) -> Question:
    base = draw.choice([0.7, 0.75, 0.8])
    tiny, middle, large = draw.integer(10, 20), draw.integer(90, 160), 100 * draw.integer(12, 30)
    slices = [
        (tiny, round(tiny * (base - draw.uniform(0.14, 0.22)))),  # lowest, but tiny
        (middle, round(middle * (base - draw.uniform(0.03, 0.05)))),
        (large, round(large * (base - draw.uniform(0.05, 0.08)))),  # modest, but large
    ]
    scores = [(k / n - base) / math.sqrt(base * (1 - base) / n) for n, k in slices]
    if min(scores[0], scores[1]) < scores[2] + 1.5 or slices[0][1] / tiny > slices[2][1] / large - 0.03:
        draw.reject()
    slots = draw.shuffle([0, 1, 2])
    show, steps = {"base": round(100 * base)}, {}
    for name, i in zip(NAMES, slots, strict=True):
        show |= {f"n{name}": slices[i][0], f"k{name}": slices[i][1]}
        steps |= {f"r{name}": 100 * slices[i][1] / slices[i][0], f"z{name}": scores[i]}
    return Question(
        show=show,
        truth=choice(NAMES[slots.index(2)]),
        steps=steps,
        wrong={"data-exploration/lowest-is-worst": NAMES[slots.index(0)]},
    )


def second_way(show) -> str:
    """The smallest exact binomial tail."""
    from scipy.stats import binom

    return min(NAMES, key=lambda s: binom.logcdf(show[f"k{s}"], show[f"n{s}"], show["base"] / 100))
