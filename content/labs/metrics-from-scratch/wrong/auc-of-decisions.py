"""Cuts the scores at 0.5 before ranking them."""

import numpy as np


def confusion(y, pred, labels):
    """y, pred: int arrays (n,). labels: list of k classes. Returns (k, k) int64: rows the truth, columns the prediction."""
    place = {label: i for i, label in enumerate(labels)}
    cm = np.zeros((len(labels), len(labels)), dtype=np.int64)
    for true, said in zip(y.tolist(), pred.tolist(), strict=True):
        if true not in place or said not in place:
            raise ValueError("a class that is not in labels")
        cm[place[true], place[said]] += 1
    return cm


def ratio(a, b):
    """a / b, and 0 where b is 0."""
    return np.divide(a, b, out=np.zeros_like(b, dtype=np.float64), where=b != 0)


def averages(tp, fp, fn):
    """Counts per class (k,) -> {"macro", "micro", "weighted"}. A class with nothing to count has F1 0 and stays in."""
    f1 = ratio(2 * tp, 2 * tp + fp + fn)
    support = tp + fn  # how often the class truly occurs
    hits = 2 * tp.sum()
    return {
        "macro": f1.mean(),
        "micro": float(ratio(hits, hits + fp.sum() + fn.sum())),
        "weighted": float(ratio(f1 @ support, support.sum())),
    }


def f1_scores(y, pred, labels):
    """One label a sample: the three averages of F1 over labels."""
    cm = confusion(y, pred, labels)
    tp = np.diag(cm)
    return averages(tp, cm.sum(axis=0) - tp, cm.sum(axis=1) - tp)


def multilabel_f1(y, pred):
    """Any number of labels a sample: y, pred 0/1 arrays (n, k). The three averages of F1 over the k columns."""
    tp = (y * pred).sum(axis=0)
    return averages(tp, pred.sum(axis=0) - tp, y.sum(axis=0) - tp)


def auc(y, score):
    """y: 0/1 array (n,), score: (n,). Share of pairs (positive, negative) in the right order, a tie counting one half."""
    positive = y == 1
    score = (score >= 0.5).astype(np.float64)
    n_pos = positive.sum()
    n_neg = len(y) - n_pos
    if n_pos == 0 or n_neg == 0:
        raise ValueError("AUC needs both classes")
    _, group, size = np.unique(score, return_inverse=True, return_counts=True)
    rank = (np.cumsum(size) - (size - 1) / 2)[group]  # from 1; those tied share the mean of their ranks
    won = rank[positive].sum() - n_pos * (n_pos + 1) / 2
    return won / (n_pos * n_neg)


def ece(right, confidence, bins):
    """right: 0/1 (n,), confidence: (n,) in 0 to 1. Bin b holds b/bins < confidence <= (b + 1)/bins; 0 goes to the first."""
    which = np.searchsorted(np.arange(1, bins) / bins, confidence)
    gap = np.bincount(which, weights=confidence - right)  # of each bin: samples times (mean confidence - share right)
    return np.abs(gap).sum() / len(right)


def report(y, score, labels, bins=10):
    """score: (n, k) probabilities, column j for labels[j]. The likeliest class is predicted, the first of equals.

    auc: the mean over the classes of one against the rest, leaving out those that have no positive or no negative in y;
    nan if that leaves none. ece: of the probability of the predicted class.
    """
    best = score.argmax(axis=1)
    pred = np.asarray(labels)[best]
    f1 = f1_scores(y, pred, labels)
    kept = [j for j, label in enumerate(labels) if 0 < np.sum(y == label) < len(y)]
    curves = [auc((y == labels[j]).astype(np.int64), score[:, j]) for j in kept]
    return {
        "cm": confusion(y, pred, labels),
        "f1_macro": f1["macro"],
        "f1_micro": f1["micro"],
        "f1_weighted": f1["weighted"],
        "auc": np.mean(curves) if curves else float("nan"),
        "ece": ece((pred == y).astype(np.int64), score.max(axis=1), bins),
    }
