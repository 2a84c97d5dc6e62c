"""Trains the scorer on batches of queries and batches of pages in turn, then validates it with several batch sizes."""

import torch
from torch.nn import functional

from evaluate import score
from model import FEATURES, Scorer

EPOCHS, BATCH, RATE = 12, 32, 0.02


def fit(data, seed):
    """A trained model. data: {"query": (x, y), "page": (x, y)}, float64."""
    torch.manual_seed(seed)
    model = Scorer().double()
    optimiser = torch.optim.AdamW(model.parameters(), lr=RATE)
    for _ in range(EPOCHS):
        order = {branch: torch.randperm(len(x)) for branch, (x, _) in data.items()}
        for start in range(0, min(len(rows) for rows in order.values()), BATCH):
            for branch, (x, y) in data.items():
                rows = order[branch][start : start + BATCH]
                loss = functional.binary_cross_entropy_with_logits(model(x[rows], branch), y[rows])
                optimiser.zero_grad()
                loss.backward()
                optimiser.step()
    return model


def kinds(model):
    """The names of the layers, each layer once."""
    return sorted(type(layer).__name__ for layer in model.modules())


def state(model):
    """Everything the model remembers, as plain tensors."""
    return [value.detach().clone() for value in model.state_dict().values()]


def made(n, seed):
    """Synthetic data: n samples a branch; pages have larger features, far from zero."""
    generator = torch.Generator().manual_seed(seed)
    direction = torch.randn(FEATURES, generator=torch.Generator().manual_seed(0), dtype=torch.float64)
    data = {}
    for branch, scale, offset in (("query", 1.0, 0.0), ("page", 4.0, 5.0)):
        z = torch.randn(n, FEATURES, generator=generator, dtype=torch.float64)
        noise = 0.5 * torch.randn(n, generator=generator, dtype=torch.float64)
        data[branch] = (scale * z + offset, (z @ direction + noise > 0).double())
    return data


def main():
    """Train, then print the score for several batch sizes, each twice."""
    model = fit(made(320, 1), 7)
    valid = made(200, 2)
    print("batch  run     loss    query     page")
    for batch in (64, 7, 2):
        for run in (1, 2):
            found = score(model, valid, batch)
            print(f"{batch:5d} {run:4d} {found['loss']:8.4f} {found['query']:8.3f} {found['page']:8.3f}")


if __name__ == "__main__":
    main()
