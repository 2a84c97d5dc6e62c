"""Trains the router: full-batch gradient descent with momentum on cross-entropy."""

import json
from pathlib import Path

import numpy as np

import network
from data import requests

HERE = Path(__file__).parent


def settings():
    """lr, momentum, steps, last_layer_factor and seed from config.json."""
    return json.loads((HERE / "config.json").read_text())


def fresh():
    """The model as it is before training."""
    return network.init(settings()["seed"])


def predict(model, x):
    """The queue of each request."""
    return np.argmax(network.forward(model, x)[0], axis=1)


def hidden(model, x):
    """The outputs of the hidden layers, first layer first."""
    return network.forward(model, x)[1]


def gradients(model, x, queues):
    """The loss, and the gradients of all weights and of all biases."""
    logits, outputs = network.forward(model, x)
    shifted = logits - logits.max(axis=1, keepdims=True)
    logs = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    rows = np.arange(len(queues))
    d = np.exp(logs)
    d[rows, queues] -= 1
    dw, db = network.backward(model, x, outputs, d / len(queues))
    return float(-logs[rows, queues].mean()), dw, db


def fit(x, queues):
    """Train from scratch. Returns the model and the loss of every step."""
    config, model, losses = settings(), fresh(), []
    speeds = [0.0 for _ in model["weights"]], [0.0 for _ in model["biases"]]
    for _ in range(config["steps"]):
        loss, dw, db = gradients(model, x, queues)
        losses.append(loss)
        for i in range(len(dw)):
            rate = config["lr"] * (config["last_layer_factor"] if i == len(dw) - 1 else 1.0)
            for kind, name, grad in ((0, "weights", dw[i]), (1, "biases", db[i])):
                speeds[kind][i] = config["momentum"] * speeds[kind][i] + grad
                model[name][i] = model[name][i] - rate * speeds[kind][i]
    return model, losses


def table(title, model, x, queues):
    """Print one line for each layer."""
    _, dw, _ = gradients(model, x, queues)
    outputs = hidden(model, x)
    print(f"{title}\nlayer  grad_norm  out_size  awake   dead")
    for i, grad in enumerate(dw):
        line = f"{i + 1:5d}  {np.linalg.norm(grad):9.2e}"
        if i < len(outputs):
            h = outputs[i]
            line += f"  {np.sqrt(np.mean(h**2)):8.2e}  {np.mean(h > 0):5.2f}  {np.mean(np.all(h <= 0, axis=0)):5.2f}"
        print(line)


def main():
    """Train and print the log."""
    x, queues = requests(0, 500)
    table("right after initialisation", fresh(), x, queues)
    model, losses = fit(x, queues)
    print("step    loss")
    for step in sorted({0, 1, 2, 5, 10, 20, 50, 100, len(losses) - 1}):
        if step < len(losses):
            print(f"{step:4d}  {losses[step]:6.4f}")
    table("after training", model, x, queues)
    new, truth = requests(1, 500)
    print(
        f"accuracy: {np.mean(predict(model, x) == queues):.3f} in training, {np.mean(predict(model, new) == truth):.3f} on new requests"
    )


if __name__ == "__main__":
    main()
