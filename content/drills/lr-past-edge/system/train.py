"""Trains the linear head that scores documents for the pre-training filter: full-batch gradient descent."""

import csv
import json
from pathlib import Path

import numpy as np

from features import COLUMNS, apply_scaler, fit_scaler

HERE = Path(__file__).parent


def settings():
    """lr, steps and clip_norm from config.json."""
    return json.loads((HERE / "config.json").read_text())


def fit(rows, targets):
    """Train on rows (n, 6) and targets (n,). Returns weights (7,), the scaler, and loss and gradient norm per step."""
    config = settings()
    scaler = fit_scaler(rows)
    x = apply_scaler(scaler, rows)
    weights = np.zeros(x.shape[1])
    losses, norms = [], []
    for _ in range(config["steps"]):
        residual = x @ weights - targets
        gradient = x.T @ residual / len(targets)
        norm = float(np.linalg.norm(gradient))
        losses.append(float(0.5 * np.mean(residual**2)))
        norms.append(norm)
        if config["clip_norm"] is not None and norm > config["clip_norm"]:
            gradient = gradient * (config["clip_norm"] / norm)
        weights = weights - config["lr"] * gradient
    return {"weights": weights, "scaler": scaler, "losses": losses, "norms": norms}


def design(model, rows):
    """The design matrix of new rows under the scaler of a trained model."""
    return apply_scaler(model["scaler"], rows)


def predict(model, rows):
    """Scores (n,) of new rows."""
    return design(model, rows) @ model["weights"]


def load():
    """The documents and their scores from documents.csv."""
    with open(HERE / "documents.csv", newline="") as file:
        table = list(csv.DictReader(file))
    rows = np.array([[float(line[name]) for name in COLUMNS] for line in table])
    return rows, np.array([float(line["score"]) for line in table])


def main():
    """Train and print the log."""
    rows, targets = load()
    config = settings()
    print(f"{len(rows)} documents, lr {config['lr']}, {config['steps']} steps, clip {config['clip_norm']}")
    with np.errstate(all="ignore"):
        model = fit(rows, targets)
    print("step        loss   grad_norm")
    for step, (loss, norm) in enumerate(zip(model["losses"], model["norms"])):
        if step < 6 or step % 50 == 0 or step == len(model["losses"]) - 1:
            print(f"{step:4d} {loss:11.4g} {norm:11.4g}")
    print("column            mean      spread  (of the design matrix)")
    for j, name in enumerate(COLUMNS):
        column = design(model, rows)[:, j]
        print(f"{name:14s} {column.mean():9.3g} {column.std():11.3g}")


if __name__ == "__main__":
    main()
