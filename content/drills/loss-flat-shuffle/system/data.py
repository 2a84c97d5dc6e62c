"""Messages as numbers, and the batches of an epoch."""

import csv
from pathlib import Path

import numpy as np

HERE = Path(__file__).parent


def load(name):
    """Features (n, 12) and intents (n,) of a file. The files are sorted by intent, as the export writes them."""
    with open(HERE / name, newline="") as file:
        rows = np.array([[float(v) for v in line] for line in list(csv.reader(file))[1:]])
    return rows[:, :-1], rows[:, -1].astype(int)


def standardise(x, like):
    """x with the mean and spread of `like`."""
    return (x - like.mean(0)) / (like.std(0) + 1e-9)


def batches(x, y, size, rng):
    """The batches of one epoch, in a new random order each time. x (n, d), y (n,) -> pairs of arrays."""
    order = rng.permutation(len(x))
    x, y = x[order], y[order]
    for start in range(0, len(x), size):
        yield x[start : start + size], y[start : start + size]
