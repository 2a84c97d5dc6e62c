"""Information gain of a three-way split of a binary label."""

import math

from beikao.kit import Draw, Question, numeric


def h(a, b) -> float:
    """Entropy of two counts in bits."""
    return -sum(c / (a + b) * math.log2(c / (a + b)) for c in (a, b) if c)


def make(draw: Draw) -> Question:
    sizes = [2 * half for half in draw.sample(range(3, 16), 3)]
    rates = draw.shuffle([draw.uniform(0, 0.25), draw.uniform(0.3, 0.7), draw.uniform(0.75, 1)])
    hits = [round(s * rate) for s, rate in zip(sizes, rates, strict=True)]
    n, total = sum(sizes), sum(hits)
    before = h(total, n - total)
    each = [h(a, s - a) for a, s in zip(hits, sizes, strict=True)]
    after = sum(s / n * e for s, e in zip(sizes, each, strict=True))
    gain = before - after
    wrong = {
        "entropy/branches-unweighted": before - sum(each) / 3,
        "entropy/remaining-is-gain": after,
        "entropy/log-base-mixed": gain * math.log(2),
    }
    values = [gain, *wrong.values()]
    if gain < 0.08 or min(abs(x - y) for i, x in enumerate(values) for y in values[:i]) < max(0.01, 0.07 * gain):
        draw.reject()
    return Question(
        show={f"s{i}": s for i, s in enumerate(sizes)} | {f"a{i}": a for i, a in enumerate(hits)},
        truth=numeric(gain, rel=0.02, unit="bits"),
        steps={"n": n, "total": total, "before": before, "after": after, "each": ", ".join(f"{e:.3f}" for e in each)},
        wrong=wrong,
    )


def second_way(show) -> float:
    """The mutual information of the table, cell by cell: sum p log2 p/(p_row p_column)."""
    import numpy as np

    table = np.array([[show[f"a{i}"], show[f"s{i}"] - show[f"a{i}"]] for i in range(3)], dtype=float)
    p = table / table.sum()
    independent = p.sum(1, keepdims=True) * p.sum(0, keepdims=True)
    kept = p > 0
    return float(np.sum(p[kept] * np.log2(p[kept] / independent[kept])))
