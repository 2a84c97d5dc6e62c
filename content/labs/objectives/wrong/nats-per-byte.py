"""Nats are reported as bits."""

import math

import numpy as np

IGNORED = -100


def causal_labels(ids, pad):
    """ids: (B, T). The labels are the ids themselves, not shifted, and -100 on padding."""
    return np.where(ids == pad, IGNORED, ids)


def log_softmax(x, axis):
    """The logarithm of the softmax of x, a float64 array, along one axis; the shape stays."""
    x = x - x.max(axis=axis, keepdims=True)  # each its own maximum: nothing overflows, and nothing vanishes
    return x - np.log(np.exp(x).sum(axis=axis, keepdims=True))


def causal_loss(logits, labels):
    """logits: (B, T, V) float64, labels: (B, T). (sum in nats, count) of the scored places, as float and int.

    The shift is made here: the logits of place t answer the label of place t + 1.
    """
    logits, labels = logits[:, :-1], labels[:, 1:]
    logits = logits - logits.max(axis=-1, keepdims=True)  # so that no exponential overflows
    log_p = logits - np.log(np.exp(logits).sum(axis=-1, keepdims=True))
    scored = labels != IGNORED
    answers = labels[scored]
    nats = -log_p[scored][np.arange(len(answers)), answers]
    return float(nats.sum()), len(answers)


def perplexity(parts):
    """parts: a list of (sum in nats, count), one a batch. Raises ValueError where nothing was scored."""
    total, count = sum(t for t, _ in parts), sum(n for _, n in parts)
    if count == 0:
        raise ValueError("nothing was scored")
    return math.exp(total / count)


def bits_per_byte(parts, size):
    """The same losses in bits for each of the `size` bytes of the text. Raises ValueError for a size below 1."""
    if size < 1:
        raise ValueError("a text has at least one byte")
    return sum(t for t, _ in parts) / size


def mask_tokens(ids, special, mask_id, vocab_size, rate, seed):
    """ids, special (bool): (B, T). (inputs, labels) of the masked objective; `ids` is left alone.

    Every place that is not special is chosen with probability `rate`. Of the chosen 80% become mask_id, 10% a token drawn
    uniformly from 0 to vocab_size - 1, 10% stay; all chosen keep their id as label, the others have -100.
    Raises ValueError for a rate outside 0 to 1.
    """
    if not 0 <= rate <= 1:
        raise ValueError("rate must lie between 0 and 1")
    rng = np.random.default_rng(seed)
    chosen = (rng.random(ids.shape) < rate) & ~special
    labels = np.where(chosen, ids, IGNORED)
    fate = rng.integers(0, 10, ids.shape)
    replaced = np.where(fate < 8, mask_id, rng.integers(0, vocab_size, ids.shape))
    inputs = np.where(chosen & (fate < 9), replaced, ids)
    return inputs, labels


def draw_spans(length, density, mean, seed):
    """The spans [(start, stop), ...] to remove from a text of `length` tokens, as T5 draws them.

    round(length * density) tokens leave, at least 1 and at most length - 1, in round(removed / mean) spans, at least 1 and
    never more than removed or kept tokens. The text begins with a kept part, kept and removed parts alternate, none is
    empty, and every division into parts is equally likely. Raises ValueError for a length below 2.
    """
    if length < 2:
        raise ValueError("nothing can be removed and nothing kept")
    rng = np.random.default_rng(seed)
    removed = np.clip(round(length * density), 1, length - 1)
    kept = length - removed
    count = np.clip(round(removed / mean), 1, min(removed, kept))

    def divided(total):
        cuts = 1 + np.sort(rng.choice(total - 1, count - 1, replace=False))
        return np.diff([0, *cuts, total])

    keep, leave = divided(kept), divided(removed)
    stops = np.cumsum(keep + leave)
    return [(start, stop) for start, stop in np.stack([stops - leave, stops], axis=1).tolist()]


def corrupt(ids, spans, sentinel, end):
    """ids: (T,). (inputs, target): each span becomes its sentinel (sentinel, sentinel - 1, ...) in the inputs; the target
    has each sentinel followed by what it stands for. Both close with `end`."""
    inputs, target, at = [], [], 0
    for number, (start, stop) in enumerate(spans):
        inputs.extend([*ids[at:start], sentinel - number])
        target.extend([sentinel - number, *ids[start:stop]])
        at = stop
    return np.array([*inputs, *ids[at:], end]), np.array([*target, end])
