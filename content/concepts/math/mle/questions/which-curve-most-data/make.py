"""Three log-likelihood curves of different sharpness; the sharpest comes from the most data."""

import math

from beikao.kit import Draw, Plot, Question, choice

NAMES = ("one", "two", "three")


def make(draw: Draw) -> Question:
    share = draw.choice([0.3, 0.4, 0.5, 0.6, 0.7])
    start = 10 * draw.integer(1, 3)
    sizes = draw.shuffle([start, 4 * start, 16 * start])
    grid = [0.02 + 0.96 * i / 80 for i in range(81)]
    plot = Plot(x=("p", "p"), y=("对数似然 − 最大值", "log-likelihood − its maximum"), y_range=(-6, 0.5))
    for n, name, tone in zip(sizes, "123", ("ink", "indigo", "gold"), strict=True):
        ys = [n * (share * math.log(p / share) + (1 - share) * math.log((1 - p) / (1 - share))) for p in grid]
        inside = [(p, y) for p, y in zip(grid, ys, strict=True) if y > -6]
        plot.line([y for _, y in inside], [p for p, _ in inside], label=(name, name), tone=tone)
    return Question(
        show={"share": share, "n1": sizes[0], "n2": sizes[1], "n3": sizes[2]},
        truth=choice(NAMES[sizes.index(max(sizes))]),
        wrong={"mle/sharper-means-less-data": NAMES[sizes.index(min(sizes))]},
        plot=plot,
    )


def second_way(show) -> str:
    """Simulated estimates of p scatter least where there is most data."""
    import numpy as np

    rng = np.random.default_rng(3)
    spread = [rng.binomial(show[f"n{i}"], show["share"], 4000).std() / show[f"n{i}"] for i in (1, 2, 3)]
    return NAMES[int(np.argmin(spread))]
