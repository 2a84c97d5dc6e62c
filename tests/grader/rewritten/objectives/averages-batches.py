"""The plain mean of the batches' mean losses."""

import math

import numpy as np


def causal_labels(ids, pad):
    labels = ids.copy()
    labels[ids == pad] = -100
    return labels


def log_softmax(x, axis):
    return x - np.expand_dims(np.logaddexp.reduce(x, axis=axis), axis)


def causal_loss(logits, labels):
    total, count = 0.0, 0
    for row, answers in zip(logits, labels, strict=True):
        for scores, answer in zip(row[:-1], answers[1:], strict=True):
            if answer != -100:
                total += float(np.logaddexp.reduce(scores) - scores[answer])
                count += 1
    return total, count


def perplexity(parts):
    nats = math.fsum(t for t, _ in parts)
    count = sum(n for _, n in parts)
    if not count:
        raise ValueError("no tokens")
    return float(np.exp(np.mean([t / n for t, n in parts if n > 0])))


def bits_per_byte(parts, size):
    if size <= 0:
        raise ValueError("no bytes")
    return math.log2(math.e) * math.fsum(t for t, _ in parts) / size


def mask_tokens(ids, special, mask_id, vocab_size, rate, seed):
    if rate < 0 or rate > 1:
        raise ValueError("rate")
    rng = np.random.default_rng([seed, 1])
    inputs, labels = ids.copy(), np.full_like(ids, -100)
    for place in zip(*np.nonzero(~special), strict=True):
        if rng.random() < rate:
            labels[place] = ids[place]
            lot = rng.integers(10)
            if lot < 8:
                inputs[place] = mask_id
            elif lot == 8:
                inputs[place] = rng.integers(vocab_size)
    return inputs, labels


def draw_spans(length, density, mean, seed):
    if length < 2:
        raise ValueError("length")
    rng = np.random.default_rng([seed, 2])
    noise = int(np.clip(round(length * density), 1, length - 1))
    count = max(1, min(round(noise / mean), noise, length - noise))

    def lengths(total):
        """T5's way: mark the beginnings of parts, shuffle the marks, count."""
        marks = np.array([1] * (count - 1) + [0] * (total - count), dtype=int)
        rng.shuffle(marks)
        return np.bincount(np.cumsum(np.concatenate([[0], marks])), minlength=count)

    walk = np.cumsum(np.stack([lengths(length - noise), lengths(noise)], axis=1).ravel())
    return [(int(a), int(b)) for a, b in zip(walk[::2], walk[1::2], strict=True)]


def corrupt(ids, spans, sentinel, end):
    gone = {i: k for k, (a, b) in enumerate(spans) for i in range(a, b)}
    inputs, target = [], []
    for i, token in enumerate(ids.tolist()):
        if i not in gone:
            inputs.append(token)
            continue
        if gone.get(i - 1) != gone[i]:  # the first of its span
            inputs.append(sentinel - gone[i])
            target.append(sentinel - gone[i])
        target.append(token)
    return np.array([*inputs, end], dtype=np.int64), np.array([*target, end], dtype=np.int64)
