"""Right, and written otherwise: an indicator matrix of the classes does the sums, logs are subtracted."""

import re

import numpy as np
from scipy.sparse import csr_matrix


def grams(text):
    solid = re.sub(r"\s+", "", text)
    return [*solid, *(solid[i : i + 2] for i in range(len(solid) - 1))]


def vocabulary(texts, least):
    sets = [set(grams(text)) for text in texts]
    every = sorted(set().union(*sets))
    kept = [g for g in every if sum(g in s for s in sets) >= least]
    return {g: i for i, g in enumerate(kept)}


def encode(texts, vocab):
    indptr, words, counts = [0], [], []
    for text in texts:
        numbers = np.array([vocab[g] for g in grams(text) if g in vocab], dtype=np.int64)
        distinct, often = np.unique(numbers, return_counts=True)
        words.append(distinct)
        counts.append(often)
        indptr.append(indptr[-1] + len(distinct))
    empty = np.array([], dtype=np.int64)
    return np.array(indptr, dtype=np.int64), np.concatenate([empty, *words]), np.concatenate([empty, *counts])


def fit(docs, y, size, alpha):
    indptr, words, counts = docs
    n = len(indptr) - 1
    if alpha <= 0 or n == 0 or len(y) != n:
        raise ValueError("alpha, texts or labels")
    classes = np.array(sorted({int(v) for v in y}))
    member = csr_matrix((np.asarray(y)[None, :] == classes[:, None]).astype(float))
    total = (member @ csr_matrix((counts, words, indptr), shape=(n, size))).toarray()
    below = np.log(total.sum(axis=1) + alpha * size)
    share = np.asarray(member.sum(axis=1)).ravel()
    return {
        "classes": classes,
        "log_prior": np.log(share) - np.log(n),
        "log_theta": np.log(total + alpha) - below[:, None],
    }


def log_proba(model, docs):
    indptr, words, counts = docs
    matrix = csr_matrix((counts.astype(float), words, indptr), shape=(len(indptr) - 1, model["log_theta"].shape[1]))
    joint = model["log_prior"] + matrix @ model["log_theta"].T
    top = joint.max(axis=1, keepdims=True)
    return joint - top - np.log(np.exp(joint - top).sum(axis=1, keepdims=True))
