"""Confusion matrix, F1 in three averages, AUC and calibration error, from counts and ranks alone."""

import numpy as np


def confusion(y, pred, labels):
    """y, pred: int arrays (n,). labels: list of k classes. Returns (k, k) int64: rows the truth, columns the prediction."""
    return np.zeros((len(labels), len(labels)), dtype=np.int64)


def f1_scores(y, pred, labels):
    """One label a sample: {"macro", "micro", "weighted"} of F1 over labels."""
    return {"macro": 0.0, "micro": 0.0, "weighted": 0.0}


def multilabel_f1(y, pred):
    """Any number of labels a sample: y, pred 0/1 arrays (n, k). The three averages of F1 over the k columns."""
    return {"macro": 0.0, "micro": 0.0, "weighted": 0.0}


def auc(y, score):
    """y: 0/1 array (n,), score: (n,). Share of pairs (positive, negative) in the right order, a tie counting one half."""
    return 0.0


def ece(right, confidence, bins):
    """right: 0/1 (n,), confidence: (n,) in 0 to 1. Bin b holds b/bins < confidence <= (b + 1)/bins; 0 goes to the first."""
    return 0.0


def report(y, score, labels, bins=10):
    """score: (n, k) probabilities. Returns {"cm", "f1_macro", "f1_micro", "f1_weighted", "auc", "ece"}."""
    return {"cm": confusion(y, y, labels), "f1_macro": 0.0, "f1_micro": 0.0, "f1_weighted": 0.0, "auc": 0.0, "ece": 0.0}
