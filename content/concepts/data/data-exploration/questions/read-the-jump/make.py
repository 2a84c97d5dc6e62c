"""A cumulative curve of lengths with a jump at the truncation limit: how many documents have exactly that length?"""

import math

from beikao.kit import Draw, Plot, Question, numeric


def phi(z) -> float:
    return 0.5 * (1 + math.erf(z / math.sqrt(2)))


def below(x, centre, spread) -> float:
    """Share of documents shorter than x before anything was cut."""
    return phi((math.log(x) - math.log(centre)) / spread)


def make(draw: Draw) -> Question:
    limit = draw.choice([512, 1024, 2048])
    centre, spread = round(limit * draw.uniform(0.3, 0.9)), draw.choice([0.8, 1.0, 1.2])
    part = draw.choice([0.4, 0.5, 0.6, 0.8])  # of the long ones, cut at the limit
    under = below(limit, centre, spread)
    jump = part * (1 - under)
    if jump < 0.12 or abs(under - jump) < 0.13:
        draw.reject()
    left = [limit * math.exp(-4 + 4 * i / 60) for i in range(61)]
    right = [limit * math.exp(2.5 * i / 30) for i in range(31)]
    ys = [below(x, centre, spread) for x in left] + [part + (1 - part) * below(x, centre, spread) for x in right]
    plot = Plot(x=("词元数", "tokens"), y=("不超过它的比例", "share not above"), log_x=True, y_range=(0, 1.0)).line(
        ys, left + right
    )
    for y in (0.2, 0.4, 0.6, 0.8):
        plot.rule(y=y)
    return Question(
        show={"limit": limit, "centre": centre, "spread": spread, "part": part},
        truth=numeric(jump, abs=0.04),
        steps={"before": under, "after": under + jump},
        wrong={"data-exploration/jump-read-from-below": under},
        plot=plot,
    )


def second_way(show) -> float:
    """Draw a million lengths, cut a share of them, and count."""
    import numpy as np

    rng = np.random.default_rng(0)
    x = np.exp(rng.normal(np.log(show["centre"]), show["spread"], 1_000_000))
    cut = rng.random(len(x)) < show["part"]
    return float(np.mean(cut & (x > show["limit"])))
