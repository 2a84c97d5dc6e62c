"""Scores a model on validation data: the mean loss per sample and the accuracy of each branch."""

import torch
from torch.nn import functional


def score(model, data, batch):
    """data: {"query": (x, y), "page": (x, y)}. Returns {"loss", "query", "page"}."""
    total, count, found = 0.0, 0, {}
    model.eval()
    with torch.no_grad():
        for branch, (x, y) in data.items():
            right = 0
            for start in range(0, len(x), batch):
                xb, yb = x[start : start + batch], y[start : start + batch]
                logits = model(xb, branch)
                total += functional.binary_cross_entropy_with_logits(logits, yb, reduction="sum").item()
                right += int(((logits > 0) == (yb > 0.5)).sum())
            count += len(x)
            found[branch] = right / len(x)
    model.train()
    return {"loss": total / count, **found}
