"""Only words that the class has seen are smoothed."""

import math

import numpy as np


def grams(text):
    chars = [c for c in text if not c.isspace()]
    pairs = [chars[i] + chars[i + 1] for i in range(len(chars) - 1)]
    return chars + pairs


def vocabulary(texts, least):
    frequency = {}
    for text in texts:
        for gram in set(grams(text)):
            frequency[gram] = frequency.get(gram, 0) + 1
    kept = [gram for gram in frequency if frequency[gram] >= least]
    kept.sort()
    return dict(zip(kept, range(len(kept)), strict=True))


def _row(text, vocab):
    row = {}
    for gram in grams(text):
        number = vocab.get(gram)
        if number is not None:
            row[number] = row.get(number, 0) + 1
    return sorted(row.items())


def encode(texts, vocab):
    rows = [_row(text, vocab) for text in texts]
    starts = np.concatenate([[0], np.cumsum([len(row) for row in rows])]).astype(np.int64)
    flat = [pair for row in rows for pair in row]
    return starts, np.array([w for w, _ in flat], dtype=np.int64), np.array([c for _, c in flat], dtype=np.int64)


def fit(docs, y, size, alpha):
    starts, words, counts = docs
    labels = [int(v) for v in y]
    if not alpha > 0:
        raise ValueError(alpha)
    if not labels or len(labels) + 1 != len(starts):
        raise ValueError("labels and texts")
    names = sorted(set(labels))
    table = np.zeros((len(names), size))
    members = [0] * len(names)
    place = {name: k for k, name in enumerate(names)}
    for i, label in enumerate(labels):
        k = place[label]
        members[k] += 1
        here = slice(starts[i], starts[i + 1])
        np.add.at(table[k], words[here], counts[here])
    rows = []
    for line in table:
        below = line.sum() + alpha * size
        rows.append(np.log(np.where(line > 0, line + alpha, alpha / 2)) - math.log(below))
    share = [math.log(m / len(labels)) for m in members]
    return {"classes": np.array(names), "log_prior": np.array(share, dtype=float), "log_theta": np.array(rows)}


def log_proba(model, docs):
    starts, words, counts = docs
    answer = np.zeros((len(starts) - 1, len(model["classes"])))
    for i in range(len(answer)):
        here = slice(starts[i], starts[i + 1])
        score = model["log_prior"] + model["log_theta"][:, words[here]] @ counts[here]
        top = score.max()
        answer[i] = score - top - math.log(np.exp(score - top).sum())
    return answer
