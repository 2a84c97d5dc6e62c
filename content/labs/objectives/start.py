"""Inputs, labels and measures of three pre-training objectives. Integer arrays are int64; -100 marks what is not scored."""

import math

import numpy as np


def causal_labels(ids, pad):
    """ids: (B, T). The labels are the ids themselves, not shifted, and -100 on padding."""
    raise NotImplementedError


def log_softmax(x, axis):
    """The logarithm of the softmax of x, a float64 array, along one axis; the shape stays."""
    raise NotImplementedError


def causal_loss(logits, labels):
    """logits: (B, T, V) float64, labels: (B, T). (sum in nats, count) of the scored places, as float and int."""
    raise NotImplementedError


def perplexity(parts):
    """parts: a list of (sum in nats, count), one a batch."""
    raise NotImplementedError


def bits_per_byte(parts, size):
    """The same losses in bits for each of the `size` bytes of the text."""
    raise NotImplementedError


def mask_tokens(ids, special, mask_id, vocab_size, rate, seed):
    """ids, special (bool): (B, T). (inputs, labels) of the masked objective; `ids` is left alone."""
    raise NotImplementedError


def draw_spans(length, density, mean, seed):
    """The spans [(start, stop), ...] to remove from a text of `length` tokens, as T5 draws them."""
    raise NotImplementedError


def corrupt(ids, spans, sentinel, end):
    """ids: (T,). (inputs, target) of span corruption, int64 arrays."""
    raise NotImplementedError
