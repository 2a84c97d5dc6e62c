"""An edge belongs to the bin above it."""

from bisect import bisect_right
from collections import Counter

import numpy as np


def confusion(y, pred, labels):
    if not {*y.tolist(), *pred.tolist()} <= {*labels}:
        raise ValueError("unknown class")
    seen = Counter(zip(y.tolist(), pred.tolist(), strict=True))
    return np.array([[seen[a, b] for b in labels] for a in labels], dtype=np.int64)


def _summary(triples):
    """triples: (hits, said, true) of each class."""
    each = [2 * h / (s + t) if s + t else 0.0 for h, s, t in triples]
    hits, said, true = (sum(column) for column in zip(*triples, strict=True))
    return {
        "macro": sum(each) / len(each),
        "micro": 2 * hits / (said + true) if said + true else 0.0,
        "weighted": sum(f * t for f, (_, _, t) in zip(each, triples, strict=True)) / true if true else 0.0,
    }


def f1_scores(y, pred, labels):
    a, b = y.tolist(), pred.tolist()
    return _summary([(sum(u == v == c for u, v in zip(a, b, strict=True)), b.count(c), a.count(c)) for c in labels])


def multilabel_f1(y, pred):
    return _summary([(int((u & v).sum()), int(v.sum()), int(u.sum())) for u, v in zip(y.T, pred.T, strict=True)])


def auc(y, score):
    high, low = score[y == 1], score[y == 0]
    if not len(high) or not len(low):
        raise ValueError("one class only")
    won = sum((p > low).sum() + 0.5 * (p == low).sum() for p in high)
    return float(won / (len(high) * len(low)))


def ece(right, confidence, bins):
    edges, drawers = [b / bins for b in range(1, bins)], {}
    for r, c in zip(right.tolist(), confidence.tolist(), strict=True):
        drawers.setdefault(bisect_right(edges, c), []).append((c, r))
    total = 0.0
    for drawer in drawers.values():
        said, was = (sum(v) / len(drawer) for v in zip(*drawer, strict=True))
        total += len(drawer) * abs(said - was)
    return total / len(right)


def report(y, score, labels, bins=10):
    rows = score.tolist()
    pred = np.array([labels[max(range(len(labels)), key=row.__getitem__)] for row in rows])
    curves = []
    for j, label in enumerate(labels):
        try:
            curves.append(auc((y == label).astype(int), score[:, j]))
        except ValueError:
            continue
    f1 = f1_scores(y, pred, labels)
    return {
        "cm": confusion(y, pred, labels),
        **{f"f1_{kind}": value for kind, value in f1.items()},
        "auc": sum(curves) / len(curves) if curves else float("nan"),
        "ece": ece((pred == y).astype(int), np.array([max(row) for row in rows]), bins),
    }
