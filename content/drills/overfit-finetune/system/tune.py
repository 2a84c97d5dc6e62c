"""Fine-tunes a small head on frozen vectors: one hidden layer, AdamW, early stopping."""

import copy

import torch
from torch import nn
from torch.nn import functional

CLASSES = 3


def tune(train, valid, config, seed):
    """The trained head and the validation loss of each epoch."""
    torch.manual_seed(seed)
    (x, y), (xv, yv) = ([torch.from_numpy(part) for part in pair] for pair in (train, valid))
    head = nn.Sequential(nn.Linear(x.shape[1], 48), nn.ReLU(), nn.Linear(48, CLASSES)).double()
    optimiser = torch.optim.AdamW(head.parameters(), lr=config["rate"], weight_decay=config["weight_decay"])
    losses, best = [], None
    for _ in range(config["epochs"]):
        for rows in torch.randperm(len(x)).split(64):
            loss = functional.cross_entropy(head(x[rows]), y[rows])
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
        with torch.no_grad():
            losses.append(functional.cross_entropy(head(xv), yv).item())
        if losses[-1] == min(losses):
            best = copy.deepcopy(head.state_dict())
        if len(losses) - losses.index(min(losses)) > config["patience"]:
            break
    head.load_state_dict(best)
    return head, losses


def predict(head, x):
    """The class of each row."""
    with torch.no_grad():
        return head(torch.from_numpy(x)).argmax(dim=1).numpy()
