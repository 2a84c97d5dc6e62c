"""Two classes, eight samples: how many candidates does confident learning name?"""

from beikao.kit import Draw, Question, numeric


def count(a, b, ta, tb) -> int:
    """`a`: P(A) of samples labelled A, `b`: P(B) of those labelled B, in per cent."""
    first = sum(100 - p >= tb and (p < ta or 100 - p > p) for p in a)
    return first + sum(100 - p >= ta and (p < tb or 100 - p > p) for p in b)


def make(draw: Draw) -> Question:
    a = [draw.integer(45, 95) for _ in range(4)]
    b = [draw.integer(45, 95) for _ in range(4)]
    for group in (a, b):
        for i in range(draw.integer(1, 2)):
            group[i] = draw.integer(5, 38)
    ta, tb = sum(a) / 4, sum(b) / 4
    edges = [
        abs(p - t) for g, own, other in ((a, ta, tb), (b, tb, ta)) for x in g for p, t in ((x, own), (100 - x, other))
    ]
    right, half = count(a, b, ta, tb), count(a, b, 50, 50)
    if min(edges) < 0.3 or 50 in a + b:
        draw.reject()
    return Question(
        show={"a": ", ".join(f"{p / 100:.2f}" for p in draw.shuffle(a)),
              "b": ", ".join(f"{p / 100:.2f}" for p in draw.shuffle(b))},
        truth=numeric(right),
        steps={"ta": ta / 100, "tb": tb / 100},
        wrong={"data-cleaning/half-is-confident": half} if half != right else {},
    )  # fmt: skip


def second_way(show) -> float:
    """The matrix form, as in the lesson."""
    import numpy as np

    a, b = (np.array([float(v) for v in show[k].split(",")]) for k in "ab")
    p = np.concatenate([np.stack([a, 1 - a], axis=1), np.stack([1 - b, b], axis=1)])
    y = np.repeat([0, 1], 4)
    best = np.where(p >= np.array([p[y == k, k].mean() for k in (0, 1)]) - 1e-9, p, -1)
    return float(np.sum((best.max(axis=1) > 0) & (best.argmax(axis=1) != y)))
