"""Fine-tunes on a few hundred labelled vectors and prints the log."""

import json
from pathlib import Path

import numpy as np
import torch
from torch.nn import functional

from prepare import split
from tune import predict, tune

HERE = Path(__file__).parent


def settings():
    """config.json."""
    return json.loads((HERE / "config.json").read_text())


class Run:
    """One run: the sets, the head, and what was logged."""

    def __init__(self, x, y, seed):
        self.train, self.valid = split(x, y, settings()["valid_share"], seed)
        self.head, self.losses = tune(self.train, self.valid, settings(), seed)

    def predict(self, x):
        """The class of each row."""
        return np.asarray(predict(self.head, x))

    def sizes(self):
        """Rows for training and for validation, and the classes seen in training."""
        return len(self.train[0]), len(self.valid[0]), sorted({int(c) for c in self.train[1]})

    def rows(self):
        """The vectors that training saw."""
        return self.train[0]

    def loss(self, which):
        """The loss of the head now, on "train" or "valid"."""
        x, y = self.train if which == "train" else self.valid
        with torch.no_grad():
            return functional.cross_entropy(self.head(torch.from_numpy(x)), torch.from_numpy(y)).item()


def fit(x, y, seed):
    """x: (n, 40) vectors, y: (n,) classes 0 to 2."""
    return Run(x, y, seed)


def macro_f1(y, guess):
    """The mean of the F1 of the three classes."""
    scores = []
    for c in range(3):
        hit, said, true = ((guess == c) & (y == c)).sum(), (guess == c).sum(), (y == c).sum()
        scores.append(2 * hit / max(said + true, 1))
    return float(np.mean(scores))


def made(n, copies, seed):
    """Synthetic vectors: three classes, the last rare and hard; `copies` near-duplicates, five a row, labelled carelessly."""
    rng = np.random.default_rng(seed)
    centres = np.random.default_rng(0).standard_normal((3, 40)) * [[0.45], [0.45], [0.35]]
    y = rng.choice(3, n, p=[0.45, 0.35, 0.2])
    x = centres[y] + rng.standard_normal((n, 40))
    chosen = rng.choice(n, copies // 5, replace=False)
    source = np.repeat(chosen, 5)
    again = x[source] + 0.05 * rng.standard_normal((len(source), 40))
    label, careless = y.copy(), chosen[: 3 * len(chosen) // 4]
    label[careless] = (
        y[careless] + 1
    ) % 3  # three sources in four have copies with a wrong label, the same on all five
    return np.vstack([x, again]), np.concatenate([y, label[source]])


def main():
    """Train, then print the log and the score on fresh data."""
    x, y = made(260, 160, 2)
    run = fit(x, y, 1)
    print(f"{len(x)} labelled vectors; training rows, validation rows, classes: {run.sizes()}")
    print("epoch  validation loss")
    for epoch, loss in enumerate(run.losses, 1):
        if epoch <= 6 or epoch % 10 == 0 or epoch == len(run.losses):
            print(f"{epoch:5d} {loss:16.4f}")
    print(f"loss of the head handed in: training {run.loss('train'):.4f}, validation {run.loss('valid'):.4f}")
    unit = run.rows() / np.linalg.norm(run.rows(), axis=1, keepdims=True)
    near = unit @ unit.T - 2 * np.eye(len(unit))
    print(f"training rows nearly parallel to another: {int((near.max(axis=1) > 0.98).sum())}")
    fresh, truth = made(2000, 0, 9)
    print(f"macro F1 on fresh data: {macro_f1(truth, run.predict(fresh)):.3f}")


if __name__ == "__main__":
    main()
