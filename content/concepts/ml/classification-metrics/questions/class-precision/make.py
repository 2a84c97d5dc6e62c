"""The precision of one class in a 3 by 3 confusion matrix."""

from beikao.kit import Draw, Question, numeric


def make(draw: Draw) -> Question:
    c = [[draw.integer(30, 90) if i == j else draw.integer(1, 30) for j in range(3)] for i in range(3)]
    k = draw.integer(0, 2)
    column, row = sum(c[i][k] for i in range(3)), sum(c[k])
    truth, recall = c[k][k] / column, c[k][k] / row
    accuracy = sum(c[i][i] for i in range(3)) / sum(map(sum, c))
    values = [truth, recall, accuracy]
    if min(abs(x - y) for i, x in enumerate(values) for y in values[:i]) < 0.02:
        draw.reject()
    return Question(
        show={f"c{i}{j}": c[i][j] for i in range(3) for j in range(3)} | {"name": "ABC"[k]},
        truth=numeric(truth, abs=0.006),
        steps={"hit": c[k][k], "column": column, "row": row},
        wrong={
            "classification-metrics/rows-for-columns": recall,
            "classification-metrics/accuracy-tells-all": accuracy,
        },
    )


def second_way(show) -> float:
    """Write out every sample and count those called so."""
    samples = [(i, j) for i in range(3) for j in range(3) for _ in range(show[f"c{i}{j}"])]
    k = "ABC".index(show["name"])
    called = [i for i, j in samples if j == k]
    return called.count(k) / len(called)
