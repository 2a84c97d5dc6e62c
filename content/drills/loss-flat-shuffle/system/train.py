"""Trains the intent classifier of the support desk: two layers, softmax, plain SGD."""

import json
from pathlib import Path

import numpy as np

import data

HERE = Path(__file__).parent
CLASSES = 8


def settings():
    """config.json."""
    return json.loads((HERE / "config.json").read_text())


def start(width, hidden, rng):
    """Random weights and zero biases."""
    return {
        "w1": rng.normal(size=(width, hidden)) * np.sqrt(2 / width), "b1": np.zeros(hidden),
        "w2": rng.normal(size=(hidden, CLASSES)) * 0.01, "b2": np.zeros(CLASSES),
    }  # fmt: skip


def forward(net, x):
    """Hidden activations (n, hidden) and probabilities (n, classes)."""
    h = np.maximum(x @ net["w1"] + net["b1"], 0)
    z = h @ net["w2"] + net["b2"]
    e = np.exp(z - z.max(1, keepdims=True))
    return h, e / e.sum(1, keepdims=True)


def step(net, x, y, lr):
    """One step of SGD; returns the mean loss before it."""
    h, p = forward(net, x)
    loss = -np.log(p[np.arange(len(y)), y] + 1e-12).mean()
    d = p.copy()
    d[np.arange(len(y)), y] -= 1
    d /= len(y)
    back = (d @ net["w2"].T) * (h > 0)
    for name, gradient in (("w2", h.T @ d), ("b2", d.sum(0)), ("w1", x.T @ back), ("b1", back.sum(0))):
        net[name] = net[name] - lr * gradient
    return float(loss)


def epoch(x, y, size, seed):
    """The batches of one epoch as a list of pairs, to look at."""
    return [(bx.copy(), by.copy()) for bx, by in data.batches(x, y, size, np.random.default_rng(seed))]


def fit(x, y, seed, epochs=None):
    """Train on x (n, d), y (n,). Returns the weights, the training rows' statistics and the mean loss of each epoch."""
    config = settings()
    rng = np.random.default_rng(seed)
    net = start(x.shape[1], config["hidden"], rng)
    inputs, losses = data.standardise(x, x), []
    for _ in range(epochs or config["epochs"]):
        found = [step(net, bx, by, config["lr"]) for bx, by in data.batches(inputs, y, config["batch"], rng)]
        losses.append(float(np.mean(found)))
    return {"net": net, "like": x, "losses": losses}


def predict(model, x):
    """The most probable intent of each row."""
    return forward(model["net"], data.standardise(x, model["like"]))[1].argmax(1)


def main():
    """Train and print the log."""
    config = settings()
    x, y = data.load(config["train_file"])
    tx, ty = data.load(config["test_file"])
    print(
        f"{len(x)} messages from {config['train_file']}, {CLASSES} intents, lr {config['lr']}, hidden {config['hidden']}"
    )
    print("messages of each intent:", " ".join(map(str, np.bincount(y, minlength=CLASSES))))
    print(f"ln({CLASSES}) = {np.log(CLASSES):.3f}")
    model = fit(x, y, 0)
    print("epoch   loss")
    for number, loss in enumerate(model["losses"], 1):
        print(f"{number:5d} {loss:6.3f}")
    print(f"accuracy: training {np.mean(predict(model, x) == y):.3f}, test {np.mean(predict(model, tx) == ty):.3f}")


if __name__ == "__main__":
    main()
