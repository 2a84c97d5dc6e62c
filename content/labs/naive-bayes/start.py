"""Multinomial naive Bayes over characters and pairs of characters."""

import numpy as np


def grams(text):
    """text: str -> list of str: every character, then every pair of neighbours, whitespace left out."""
    raise NotImplementedError


def vocabulary(texts, least):
    """The grams that occur in at least `least` texts, in sorted order: dict gram -> 0, 1, 2, ..."""
    raise NotImplementedError


def encode(texts, vocab):
    """Sparse counts (indptr (n+1,), words (m,), counts (m,)), int64; words ascend within a text."""
    raise NotImplementedError


def fit(docs, y, size, alpha):
    """docs: from `encode`; y: (n,) int labels; size: V; alpha > 0. Returns a dict: classes, log_prior (K,), log_theta (K, V)."""
    raise NotImplementedError


def log_proba(model, docs):
    """Log posteriors (n, K); columns as in model["classes"]."""
    raise NotImplementedError
