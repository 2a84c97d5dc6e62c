"""Macro F1 of a 3 by 3 confusion matrix with a small class."""

from beikao.kit import Draw, Question, numeric


def make(draw: Draw) -> Question:
    c = [
        [draw.integer(80, 150), draw.integer(2, 15), draw.integer(0, 6)],
        [draw.integer(4, 20), draw.integer(20, 50), draw.integer(0, 6)],
        [draw.integer(4, 12), draw.integer(0, 4), draw.integer(1, 8)],
    ]
    rows, columns = [sum(r) for r in c], [sum(c[i][j] for i in range(3)) for j in range(3)]
    f = [2 * c[k][k] / (rows[k] + columns[k]) for k in range(3)]
    truth, n = sum(f) / 3, sum(rows)
    p = sum(c[k][k] / columns[k] for k in range(3)) / 3
    r = sum(c[k][k] / rows[k] for k in range(3)) / 3
    wrong = {
        "classification-metrics/macro-is-micro": sum(c[k][k] for k in range(3)) / n,
        "classification-metrics/macro-by-size": sum(rows[k] * f[k] for k in range(3)) / n,
        "classification-metrics/f1-of-means": 2 * p * r / (p + r),
    }
    values = [truth, *wrong.values()]
    if min(abs(x - y) for i, x in enumerate(values) for y in values[:i]) < 0.0034:
        draw.reject()
    return Question(
        show={f"c{i}{j}": c[i][j] for i in range(3) for j in range(3)},
        truth=numeric(truth, abs=0.001),
        steps={f"f{k}": f[k] for k in range(3)} | {"micro": wrong["classification-metrics/macro-is-micro"]},
        wrong=wrong,
    )


def second_way(show) -> float:
    """Precision and recall of each class by counting samples; then their harmonic mean by statistics."""
    from statistics import harmonic_mean, mean

    samples = [(i, j) for i in range(3) for j in range(3) for _ in range(show[f"c{i}{j}"])]

    def pair(k):
        called, true = [i for i, j in samples if j == k], [j for i, j in samples if i == k]
        return called.count(k) / len(called), true.count(k) / len(true)

    return mean(harmonic_mean(pair(k)) for k in range(3))
