"""Divides by tokens instead of bytes."""

import numpy as np
import torch
from torch.nn import functional

SKIP = -100


def causal_labels(ids, pad):
    labels = torch.from_numpy(ids).clone()
    return labels.masked_fill(labels == pad, SKIP).numpy()


def log_softmax(x, axis):
    return x - np.expand_dims(np.logaddexp.reduce(x, axis=axis), axis)


def causal_loss(logits, labels):
    scores = torch.from_numpy(logits)[:, :-1].reshape(-1, logits.shape[-1])
    answers = torch.from_numpy(labels)[:, 1:].reshape(-1)
    nats = functional.cross_entropy(scores, answers, ignore_index=SKIP, reduction="sum")
    return nats.item(), int((answers != SKIP).sum())


def perplexity(parts):
    table = np.array(parts, dtype=float).reshape(-1, 2)
    nats, tokens = table.sum(axis=0)
    if tokens == 0:
        raise ValueError("empty")
    return float(2.0 ** (nats / tokens / np.log(2)))


def bits_per_byte(parts, size):
    if not size > 0:
        raise ValueError("size")
    bits = [nats * np.log2(np.e) for nats, _ in parts]
    return float(np.sum(bits) / max(1, sum(n for _, n in parts)))


def mask_tokens(ids, special, mask_id, vocab_size, rate, seed):
    if not 0 <= rate <= 1:
        raise ValueError("rate")
    dice = np.random.default_rng(seed + 77)
    flat, free = ids.ravel(), np.flatnonzero(~special.ravel())
    chosen = free[dice.random(len(free)) < rate]
    inputs, labels = flat.copy(), np.full(flat.shape, SKIP)
    labels[chosen] = flat[chosen]
    lots = dice.choice(3, size=len(chosen), p=[0.8, 0.1, 0.1])
    inputs[chosen[lots == 0]] = mask_id
    inputs[chosen[lots == 1]] = dice.integers(vocab_size, size=int((lots == 1).sum()))
    return inputs.reshape(ids.shape), labels.reshape(ids.shape)


def draw_spans(length, density, mean, seed):
    if length <= 1:
        raise ValueError("length")
    dice = np.random.default_rng(seed + 78)
    away = min(length - 1, max(1, round(length * density)))
    stay = length - away
    pieces = max(1, min(round(away / mean), away, stay))

    def walls(total):
        inner = sorted(dice.permutation(np.arange(1, total))[: pieces - 1])
        return [0, *map(int, inner), total]

    s, a = walls(stay), walls(away)
    return [(s[i + 1] + a[i], s[i + 1] + a[i + 1]) for i in range(pieces)]


def corrupt(ids, spans, sentinel, end):
    text, inputs, target = list(map(int, ids)), [], []
    begun = 0
    for k in range(len(spans)):
        start, stop = spans[k]
        inputs = inputs + text[begun:start] + [sentinel - k]
        target = target + [sentinel - k] + text[start:stop]
        begun = stop
    return np.array(inputs + text[begun:] + [end]), np.array(target + [end])
