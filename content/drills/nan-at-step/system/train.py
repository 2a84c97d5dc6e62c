"""Trains the head that sorts documents by topic, in mixed precision: half for the work, single for the weights."""

import json
from pathlib import Path

import numpy as np

from loss import loss_and_gradient
from step import update

HERE = Path(__file__).parent
TOPICS, FEATURES, HIDDEN = 5, 10, 24
TYPES = {"half": np.float16, "single": np.float32}


def settings():
    """precision, steps, batch, lr, scale and clip_norm from config.json."""
    return json.loads((HERE / "config.json").read_text())


def product(a, b):
    """A matrix product as an accelerator does it: added up in single precision, stored in that of `a`."""
    return (a.astype(np.float32) @ b.astype(np.float32)).astype(a.dtype)


def start():
    """The weights before training."""
    random = np.random.default_rng(11)
    return [
        (random.standard_normal((FEATURES, HIDDEN)) * 0.4).astype(np.float32),
        (random.standard_normal((HIDDEN, TOPICS)) * 0.02).astype(np.float32),
    ]


def forward(weights, x, precision):
    """(hidden, logits) of x (B, FEATURES)."""
    kind = TYPES[precision]
    hidden = np.maximum(product(x.astype(kind), weights[0].astype(kind)), kind(0))
    return hidden, product(hidden, weights[1].astype(kind))


def backward(weights, x, hidden, by_logits, precision):
    """Gradients of both weights, from the scaled gradient by the logits."""
    kind = TYPES[precision]
    g = by_logits.astype(kind)
    by_hidden = product(g, weights[1].astype(kind).T) * (hidden > 0)
    return [product(x.astype(kind).T, by_hidden), product(hidden.T, g)]


def fit(x, labels, precision=None):
    """Train on x (n, FEATURES) and labels (n,). Returns weights and the loss of every step."""
    config = settings()
    precision = precision or config["precision"]
    scale = config["scale"] if precision == "half" else 1.0  # single precision has no small gradients to save
    random, weights, losses = np.random.default_rng(5), start(), []
    with np.errstate(all="ignore"):
        for _ in range(config["steps"]):
            pick = random.integers(0, len(labels), config["batch"])
            hidden, logits = forward(weights, x[pick], precision)
            loss, by_logits = loss_and_gradient(logits, labels[pick])
            losses.append(loss)
            scaled = backward(weights, x[pick], hidden, by_logits * np.float32(scale), precision)
            weights = update(weights, scaled, scale, config["clip_norm"], config["lr"])
    return {"weights": weights, "losses": losses}


def documents(random, n):
    """x (n, FEATURES), labels (n,): one label in eight is wrong; one document in thirty is very long."""
    centres = np.random.default_rng(2).standard_normal((TOPICS, FEATURES))
    labels = random.integers(0, TOPICS, n)
    x = centres[labels] + random.standard_normal((n, FEATURES))
    x[random.random(n) < 1 / 30] *= 8.0
    wrong = random.random(n) < 1 / 8
    labels[wrong] = random.integers(0, TOPICS, int(wrong.sum()))
    return x, labels


def main():
    """Train and print the log."""
    config = settings()
    x, labels = documents(np.random.default_rng(7), 4000)
    print(f"{len(labels)} documents, {config['precision']}, {config['steps']} steps, lr {config['lr']}, "
          f"scale {config['scale']}, clip {config['clip_norm']}")  # fmt: skip
    half = fit(x, labels)["losses"]
    single = fit(x, labels, "single")["losses"] if config["precision"] == "half" else half
    print("steps          half     single    (mean loss)")
    for first in range(0, len(half), 100):
        part = slice(first, first + 100)
        print(f"{first:4d}-{first + 99:4d} {np.mean(half[part]):10.4f} {np.mean(single[part]):10.4f}")
    bad = [i for i, loss in enumerate(half) if not np.isfinite(loss)]
    print(f"first loss that is not finite: step {bad[0]}, {half[bad[0]]}" if bad else "every loss is finite")


if __name__ == "__main__":
    main()
