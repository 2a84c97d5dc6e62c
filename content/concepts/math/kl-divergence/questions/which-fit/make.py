"""A target with two modes and three Gaussians: which minimises the KL in a given direction?"""

import math

from beikao.kit import Draw, Plot, Question, choice

NAMES = ("one", "two", "three")


def bell(x, mu, sigma) -> float:
    return math.exp(-0.5 * ((x - mu) / sigma) ** 2) / (sigma * math.sqrt(2 * math.pi))


def make(draw: Draw) -> Question:
    gap, width = draw.integer(2, 4), draw.choice([0.6, 0.7, 0.8])
    share = draw.choice([0.35, 0.4, 0.6, 0.65])
    mean = gap * (1 - 2 * share)  # share sits on the left mode, at -gap
    wide = (mean, math.sqrt(width**2 + gap**2 * 4 * share * (1 - share)))
    big, small = ((-gap, width), (gap, width)) if share > 0.5 else ((gap, width), (-gap, width))
    order = draw.shuffle([wide, big, small])
    direction = draw.choice(["p\\,\\Vert\\,q", "q\\,\\Vert\\,p"])
    spread, picked = NAMES[order.index(wide)], NAMES[order.index(big)]
    right, other = (spread, picked) if direction.startswith("p") else (picked, spread)
    xs = [-8 + 0.1 * i for i in range(161)]
    target = [share * bell(x, -gap, width) + (1 - share) * bell(x, gap, width) for x in xs]
    plot = Plot(x=("x", "x"), y=("密度", "density")).line(target, xs, label=("p", "p"), tone="muted", dash=True)
    for (mu, sigma), name, tone in zip(order, "123", ("ink", "indigo", "gold"), strict=True):
        plot.line([bell(x, mu, sigma) for x in xs], xs, label=(name, name), tone=tone)
    show = {
        "gap": gap,
        "width": width,
        "share": round(100 * share),
        "rest": round(100 - 100 * share),
        "direction": direction,
    }
    show |= {f"mu{i}": round(m, 2) for i, (m, _) in enumerate(order, 1)} | {
        f"sd{i}": round(s, 2) for i, (_, s) in enumerate(order, 1)
    }
    return Question(
        show=show,
        truth=choice(right),
        wrong={"kl-divergence/forward-seeks-one-mode": other},
        plot=plot,
    )


def second_way(show) -> str:
    """Integrate both directions numerically and take the smallest."""
    import numpy as np
    from scipy.stats import norm

    x = np.linspace(-20, 20, 8001)
    share = show["share"] / 100
    parts = [np.log(w) + norm.logpdf(x, m, show["width"]) for w, m in ((share, -show["gap"]), (1 - share, show["gap"]))]
    target = np.logaddexp(*parts)

    def cost(i):
        q = norm.logpdf(x, show[f"mu{i}"], show[f"sd{i}"])
        a, b = (target, q) if show["direction"].startswith("p") else (q, target)
        return float(np.sum(np.exp(a) * (a - b)))

    return NAMES[min((1, 2, 3), key=cost) - 1]
