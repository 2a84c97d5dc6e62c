"""Proves the reference against scikit-learn."""

import warnings

import numpy as np
from sklearn.calibration import calibration_curve
from sklearn.metrics import confusion_matrix, f1_score, roc_auc_score


def oracle(ref, draw) -> None:
    """Single-label with an absent class, several labels, tied scores, calibration bins, and the report."""
    kinds = ("macro", "micro", "weighted")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # absent classes
        for _ in range(10):
            labels = draw.sample(range(12), 4)
            y = np.array([draw.choice(labels[:3]) for _ in range(50)])
            pred = np.array([draw.choice(labels[1:]) if draw.uniform() < 0.5 else v for v in y.tolist()])
            assert np.array_equal(ref.confusion(y, pred, labels), confusion_matrix(y, pred, labels=labels))
            for kind in kinds:
                want = f1_score(y, pred, labels=labels, average=kind, zero_division=0)
                assert abs(ref.f1_scores(y, pred, labels)[kind] - want) < 1e-12
            many, said = ((draw.normal(20, 5) > 0.6).astype(int) for _ in range(2))
            many[:, 2] = said[:, 2] = 0
            for kind in kinds:
                assert (
                    abs(ref.multilabel_f1(many, said)[kind] - f1_score(many, said, average=kind, zero_division=0))
                    < 1e-12
                )
    for _ in range(10):
        y = np.concatenate([[0, 1], (draw.normal(40) > 0).astype(int)])
        score = np.round(draw.normal(42) + y, 1)
        assert abs(ref.auc(y, score) - roc_auc_score(y, score)) < 1e-12
        confidence = 1 / (1 + np.exp(-draw.normal(42)))
        share, said = calibration_curve(y, confidence, n_bins=8)
        count = np.bincount(np.searchsorted(np.linspace(0, 1, 9)[1:-1], confidence), minlength=8)
        want = np.sum(count[count > 0] * np.abs(share - said)) / 42
        assert abs(ref.ece(y, confidence, 8) - want) < 1e-12
    labels = [0, 1, 2]
    y = np.concatenate([labels, [draw.choice(labels) for _ in range(60)]]).astype(int)
    e = np.exp(draw.normal(63, 3) + (y[:, None] == np.arange(3)))
    p = e / e.sum(axis=1, keepdims=True)
    got = ref.report(y, p, labels)
    assert abs(got["auc"] - roc_auc_score(y, p, multi_class="ovr", average="macro", labels=labels)) < 1e-12
    assert abs(got["f1_macro"] - f1_score(y, p.argmax(1), average="macro")) < 1e-12
