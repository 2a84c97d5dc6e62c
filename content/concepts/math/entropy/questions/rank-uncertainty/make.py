"""Order three next-token distributions by entropy; the number of options alone misleads."""

import math

from beikao.kit import Draw, Question, order


def h(p) -> float:
    """Nats."""
    return -sum(v / 100 * math.log(v / 100) for v in p)


def lopsided(draw: Draw):
    """Five options, one of which nearly takes all."""
    rest = [draw.integer(1, 4) for _ in range(4)]
    return [100 - sum(rest), *rest]


def make(draw: Draw) -> Question:
    half = draw.integer(45, 50)
    spread = [draw.integer(28, 36), draw.integer(28, 36)]
    dists = [lopsided(draw), [100 - half, half], [100 - sum(spread), *spread]]
    names = draw.shuffle("abc")
    entropies = dict(zip(names, map(h, dists), strict=True))
    ranked = sorted(names, key=lambda name: -entropies[name])
    if entropies[ranked[1]] - entropies[ranked[2]] < 0.06:
        draw.reject()
    by_count = sorted(names, key=lambda name: -len(dists[names.index(name)]))
    show = {name: ", ".join(f"{v}%" for v in dists[i]) for i, name in enumerate(names)}
    return Question(
        show=show,
        truth=order(*ranked),
        steps={f"h{name}": entropies[name] / math.log(2) for name in names},
        wrong={"entropy/entropy-is-count": by_count},
    )


def second_way(show) -> list:
    """scipy."""
    from scipy.stats import entropy

    return sorted("abc", key=lambda name: -entropy([float(v.strip(" %")) for v in show[name].split(",")]))
