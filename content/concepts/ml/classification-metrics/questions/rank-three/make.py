"""Order three classifiers of a rare class by F1; accuracy says otherwise."""

from beikao.kit import Draw, Question, order

POSITIVES, TOTAL = 100, 5000


def make(draw: Draw) -> Question:
    models = [
        (draw.integer(1, 15), draw.integer(0, 5)),  # hardly ever speaks: the most accurate
        (draw.integer(50, 70), draw.integer(50, 90)),
        (draw.integer(80, 97), draw.integer(180, 420)),
    ]
    names = draw.shuffle("abc")
    model = dict(zip(names, models, strict=True))
    f1 = {name: 2 * tp / (tp + fp + POSITIVES) for name, (tp, fp) in model.items()}
    right = {name: TOTAL - fp - (POSITIVES - tp) for name, (tp, fp) in model.items()}
    ranked, accurate = (sorted(m, key=lambda name, m=m: -m[name]) for m in (f1, right))
    gaps = [f1[ranked[i]] - f1[ranked[i + 1]] for i in range(2)]
    if ranked == accurate or min(gaps) < 0.03 or len(set(right.values())) < 3:
        draw.reject()
    show = {"positives": POSITIVES, "total": TOTAL}
    for name, (tp, fp) in model.items():
        show |= {f"t{name}": tp, f"f{name}": fp}
    return Question(
        show=show,
        truth=order(*ranked),
        steps={f"s{name}": value for name, value in f1.items()} | {f"r{n}": 100 * v / TOTAL for n, v in right.items()},
        wrong={"classification-metrics/accuracy-tells-all": accurate},
    )


def second_way(show) -> list:
    """Through precision and recall."""

    def f1(name):
        tp, fp = show[f"t{name}"], show[f"f{name}"]
        p, r = tp / max(tp + fp, 1), tp / show["positives"]
        return 2 * p * r / (p + r) if tp else 0.0

    return sorted("abc", key=lambda name: -f1(name))
