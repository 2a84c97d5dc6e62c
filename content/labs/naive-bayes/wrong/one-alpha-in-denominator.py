"""One alpha below, where the vocabulary needs V."""

from collections import Counter

import numpy as np
from scipy.sparse import csr_matrix
from scipy.special import logsumexp


def grams(text):
    """text: str -> list of str: every character, then every pair of neighbours, whitespace left out."""
    solid = "".join(text.split())
    return list(solid) + [a + b for a, b in zip(solid, solid[1:], strict=False)]


def vocabulary(texts, least):
    """The grams that occur in at least `least` texts, in sorted order: dict gram -> 0, 1, 2, ..."""
    seen = Counter()
    for text in texts:
        seen.update(set(grams(text)))  # a text counts once, however often it says it
    return {gram: i for i, gram in enumerate(sorted(g for g, n in seen.items() if n >= least))}


def encode(texts, vocab):
    """Sparse counts (indptr (n+1,), words (m,), counts (m,)), int64; words ascend within a text."""
    indptr, words, counts = [0], [], []
    for text in texts:
        known = Counter(vocab[g] for g in grams(text) if g in vocab)  # an unknown gram has no parameter: skip it
        words.extend(sorted(known))
        counts.extend(known[w] for w in sorted(known))
        indptr.append(len(words))
    return tuple(np.array(part, dtype=np.int64) for part in (indptr, words, counts))


def fit(docs, y, size, alpha):
    """docs: from `encode`; y: (n,) int labels; size: V; alpha > 0. Returns classes, log_prior (K,), log_theta (K, V)."""
    indptr, words, counts = docs
    if alpha <= 0:
        raise ValueError("alpha must be above zero")
    if len(y) == 0 or len(y) != len(indptr) - 1:
        raise ValueError("one label for each text, and at least one text")
    classes, kind = np.unique(y, return_inverse=True)
    cell = np.repeat(kind, np.diff(indptr)) * size + words  # class and word of every stored count
    total = np.bincount(cell, weights=counts, minlength=len(classes) * size).reshape(len(classes), size)
    smooth = total + alpha
    return {
        "classes": classes,
        "log_prior": np.log(np.bincount(kind) / len(y)),
        "log_theta": np.log(smooth / (total.sum(axis=1, keepdims=True) + alpha)),
    }


def log_proba(model, docs):
    """Log posteriors (n, K); columns as in model["classes"]."""
    indptr, words, counts = docs
    matrix = csr_matrix((counts, words, indptr), shape=(len(indptr) - 1, model["log_theta"].shape[1]))
    joint = matrix @ model["log_theta"].T + model["log_prior"]
    return joint - logsumexp(joint, axis=1, keepdims=True)
