"""How many tokens stay with temperature first and top-p second."""

import itertools

from beikao.kit import Draw, Question, numeric

SETS = [(0.4, 0.3, 0.15, 0.1, 0.05), (0.5, 0.2, 0.15, 0.1, 0.05), (0.35, 0.25, 0.2, 0.15, 0.05), (0.6, 0.2, 0.1, 0.06, 0.04),
        (0.3, 0.25, 0.2, 0.15, 0.1), (0.45, 0.25, 0.15, 0.1, 0.05), (0.55, 0.25, 0.1, 0.06, 0.04), (0.7, 0.12, 0.08, 0.06, 0.04)]  # fmt: skip


def reached(ps, p):
    """Number kept, and how near the sums come to p (a tie would be a matter of rounding)."""
    sums = [sum(ps[: i + 1]) for i in range(len(ps))]
    return next(i + 1 for i, s in enumerate(sums) if s >= p - 1e-12), min(abs(s - p) for s in sums)


def heated(ps, t):
    hot = [q ** (1 / t) for q in ps]
    return [h / sum(hot) for h in hot]


def clear(ps, t, p):
    """Whether the order of the two steps matters, and no sum comes near p."""
    (right, near), (other, close) = reached(heated(ps, t), p), reached(ps, p)
    return right != other and min(near, close) >= 0.01


CASES = [
    c for c in itertools.product(SETS, (0.4, 0.5, 0.7, 1.5, 2, 3), (0.55, 0.6, 0.7, 0.75, 0.8, 0.85, 0.9)) if clear(*c)
]


def make(draw: Draw) -> Question:
    ps, t, p = draw.choice(CASES)
    hot = heated(ps, t)
    right, other = reached(hot, p)[0], reached(ps, p)[0]
    return Question(
        show={"ps": ", ".join(map(str, ps)), "t": t, "p": p},
        truth=numeric(right),
        steps={"hot": ", ".join(f"{h:.3f}" for h in hot), "sum": sum(hot[:right])},
        wrong={"decoding/truncates-before-temperature": other},
    )


def second_way(show) -> float:
    """numpy on logits, sorted and summed."""
    import numpy as np

    z = np.log([float(v) for v in show["ps"].split(",")]) / show["t"]
    e = np.sort(np.exp(z - z.max()))[::-1]
    return int(np.sum(np.cumsum(e / e.sum()) < show["p"]) + 1)
