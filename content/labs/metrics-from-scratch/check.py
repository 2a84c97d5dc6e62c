"""The checks of metrics-from-scratch: counts exactly, everything made of them to 1e-10."""

import numpy as np

from beikao.kit import Draw, Trial, check

TIGHT = {"rtol": 1e-10, "atol_scale": 1e-10}


def classes(draw: Draw, k: int) -> list[int]:
    """k different class numbers in no order."""
    return draw.sample(range(-3, 20), k)


def column(draw: Draw, labels: list[int], n: int, first: float = 0.5):
    """n classes, the first of labels about as often as `first` says."""
    return np.array([labels[0] if draw.uniform() < first else draw.choice(labels) for _ in range(n)], dtype=np.int64)


def blurred(draw: Draw, y, labels: list[int], share: float = 0.4):
    """y with a share of it drawn anew."""
    return np.array([draw.choice(labels) if draw.uniform() < share else v for v in y.tolist()], dtype=np.int64)


def probabilities(draw: Draw, y, labels: list[int], sharp: float = 1.5):
    """(n, k) softmax of noise with a lean to the truth."""
    z = draw.normal(len(y), len(labels)) + 1.2 * (y[:, None] == np.array(labels)[None, :])
    e = np.exp(sharp * z)
    return e / e.sum(axis=1, keepdims=True)


def close(got, want: float) -> bool:
    """A number within rounding."""
    return isinstance(got, float) and abs(got - want) < 1e-9


@check
def rows_are_true(t: Trial) -> None:
    """The matrix exactly, with classes in no order; classes that are not listed are refused."""
    got = t.you.confusion(np.array([7, 7, 7, 2]), np.array([7, 2, 2, 2]), [7, 2])
    t.that(
        isinstance(got, np.ndarray) and got.shape == (2, 2) and got.tolist() == [[1, 2], [0, 1]],
        zh=f"真实 7、7、7、2，预测 7、2、2、2，labels=[7, 2]：应为 [[1, 2], [0, 1]]（行是真实），得到 {got}。",
        en=f"Truth 7, 7, 7, 2, prediction 7, 2, 2, 2, labels=[7, 2]: [[1, 2], [0, 1]] with rows for the truth; got {got}.",
    )
    for k, n in ((3, 40), (5, 60), (2, 9)):
        labels = classes(t.draw, k)
        y = column(t.draw, labels, n)
        pred = blurred(t.draw, y, labels)
        t.agree(lambda m, a=(y, pred, labels): m.confusion(*a), exact=True)
    strange = np.array([labels[0], 99], dtype=np.int64)
    plain = np.array([labels[0], labels[0]], dtype=np.int64)
    t.raises(lambda m: m.confusion(strange, plain, labels), "ValueError")
    t.raises(lambda m: m.confusion(plain, strange, labels), "ValueError")
    for long, short in ((plain, plain[:1]), (plain[:1], plain)):
        t.raises(lambda m, a=(long, short): m.confusion(*a, labels), "ValueError")


@check
def three_averages(t: Trial) -> None:
    """Macro, micro, weighted of single-label data in which every class occurs on both sides."""
    for k, n in ((2, 30), (3, 60), (5, 90)):
        labels = classes(t.draw, k)
        every = np.array(labels + labels, dtype=np.int64)
        y = np.concatenate([every, column(t.draw, labels, n)])
        pred = np.concatenate([every, blurred(t.draw, y[2 * k :], labels)])
        got = t.you.f1_scores(y, pred, labels)
        right = float(np.mean(y == pred))
        t.that(
            isinstance(got, dict) and close(got.get("micro"), right),
            zh=f"一个样本一个标签时，微 F1 等于准确率 {right:.6f}，得到 {got}。",
            en=f"With one label a sample micro F1 is the accuracy, {right:.6f}; got {got}.",
        )
        t.agree(lambda m, a=(y, pred, labels): m.f1_scores(*a), **TIGHT)


@check
def absent_class(t: Trial) -> None:
    """Classes that never occur, are never predicted, or neither, count 0 and stay in the mean."""
    labels = classes(t.draw, 5)
    y = column(t.draw, labels[:3], 40)
    pred = blurred(t.draw, y, labels[:2] + [labels[3]])
    t.agree(lambda m: m.f1_scores(y, pred, labels), **TIGHT)
    got = t.you.f1_scores(np.full(6, 4), np.full(6, 4), [4, 9])
    t.that(
        isinstance(got, dict)
        and close(got.get("macro"), 0.5)
        and close(got.get("micro"), 1.0)
        and close(got.get("weighted"), 1.0),
        zh=f"六个样本全是 4、全判对，labels=[4, 9]：9 没有出现，F1 记 0，宏 0.5，微 1，加权 1；得到 {got}。",
        en=f"Six samples of class 4, all right, labels=[4, 9]: 9 does not occur and counts 0, so macro 0.5, micro 1, weighted 1; got {got}.",
    )
    t.agree(lambda m: m.f1_scores(np.zeros(3, dtype=np.int64), np.ones(3, dtype=np.int64), [0, 1, 2]), **TIGHT)


@check
def several_labels(t: Trial) -> None:
    """0/1 matrices; a column without labels, and nothing at all."""
    for n, k in t.draw.shapes(2, low=3, high=12):
        y = (t.draw.normal(n + 8, k) > 0.3).astype(np.int64)
        pred = np.where(t.draw.normal(n + 8, k) > 0.8, 1 - y, y)
        y[:, 0] = 0
        t.agree(lambda m, a=(y, pred): m.multilabel_f1(*a), **TIGHT)
        pred[:, 0] = 0
        t.agree(lambda m, a=(y, pred): m.multilabel_f1(*a), **TIGHT)
    nothing = np.zeros((4, 3), dtype=np.int64)
    t.agree(lambda m: m.multilabel_f1(nothing, nothing), **TIGHT)


@check
def pairs_in_order(t: Trial) -> None:
    """AUC without ties; the order alone counts."""
    for n in (5, 20, 75):
        y = np.concatenate([[0, 1], (t.draw.normal(n) > 0.4).astype(np.int64)]).astype(np.int64)
        score = t.draw.normal(n + 2) + 0.8 * y
        t.agree(lambda m, a=(y, score): m.auc(*a), **TIGHT)
        before, after = t.you.auc(y, score), t.you.auc(y, np.exp(3 * score) / 50)
        t.that(
            close(before, after),
            zh=f"分数做单调变换，次序没变，AUC 从 {before} 变成了 {after}。",
            en=f"A monotone change of the scores keeps their order, but the AUC went from {before} to {after}.",
        )
    for only in (0, 1):
        t.raises(lambda m, v=only: m.auc(np.full(4, v), np.arange(4.0)), "ValueError")


@check
def ties_count_half(t: Trial) -> None:
    """Scores on a coarse grid, and all alike."""
    got = t.you.auc(np.array([1, 0, 1, 0, 0]), np.full(5, 0.3))
    t.that(
        close(got, 0.5),
        zh=f"所有分数相同，AUC 应为 0.5，得到 {got}。",
        en=f"With all scores alike the AUC should be 0.5; got {got}.",
    )
    for n in (6, 30, 80):
        y = np.concatenate([[0, 1], (t.draw.normal(n) > 0).astype(np.int64)]).astype(np.int64)
        score = np.round(t.draw.normal(n + 2) + 0.5 * y)
        t.agree(lambda m, a=(y, score): m.auc(*a), **TIGHT)


@check
def calibration(t: Trial) -> None:
    """Weighted bins, empty bins, edges that belong to the lower bin, a confidence of 0 and of 1."""
    for n, bins in ((50, 10), (200, 15), (7, 20), (30, 1)):
        confidence = 1 / (1 + np.exp(-1.5 * t.draw.normal(n)))
        right = (t.draw.normal(n) < 2 * confidence - 0.9).astype(np.int64)
        t.agree(lambda m, a=(right, confidence, bins): m.ece(*a), **TIGHT)
    edges = np.array([0.0, 0.25, 0.25, 0.5, 0.5, 0.5, 0.75, 1.0, 0.3, 0.6, 0.8, 0.1])
    for _ in range(3):
        right = (t.draw.normal(len(edges)) > 0).astype(np.int64)
        t.agree(lambda m, r=right: m.ece(r, edges, 4), **TIGHT)


@check
def whole_report(t: Trial) -> None:
    """All of it, with a class that does not occur, with equal probabilities, and with one class only."""
    for k, n in ((2, 25), (3, 50), (4, 60)):
        labels = classes(t.draw, k)
        y = np.concatenate([labels[:2], column(t.draw, labels, n)]).astype(np.int64)
        score = probabilities(t.draw, y, labels)
        t.agree(lambda m, a=(y, score, labels): m.report(*a), **TIGHT)
    labels = classes(t.draw, 4)
    y = column(t.draw, labels[:3], 40)
    score = probabilities(t.draw, y, labels)
    t.agree(lambda m: m.report(y, score, labels, bins=5), **TIGHT)
    y = np.array([labels[0]] * 5 + [labels[1]] * 4 + [labels[2]], dtype=np.int64)  # one class occurs just once
    t.agree(lambda m: m.report(y, score[:10], labels), **TIGHT)
    flat = np.full((6, 4), 0.25)
    mixed = np.array([labels[0], labels[1], labels[2], labels[0], labels[3], labels[1]])
    t.agree(lambda m: m.report(mixed, flat, labels), **TIGHT)
    got = t.you.report(np.full(5, labels[1]), score[:5], labels)
    t.that(
        isinstance(got, dict) and isinstance(got.get("auc"), float) and got["auc"] != got["auc"],
        zh=f"只有一类时 AUC 没有定义，report 里应是 nan，得到 {got.get('auc') if isinstance(got, dict) else got}。",
        en=f"With one class only AUC is undefined and should be nan in the report; got {got.get('auc') if isinstance(got, dict) else got}.",
    )
