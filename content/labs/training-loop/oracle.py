"""Proves the reference against torch's own pieces: DataLoader, label-wise sums over the whole set, and an unbroken run."""

import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset


def network(width=10):
    """A network with both layers that know a mode."""
    torch.manual_seed(5)
    return nn.Sequential(
        nn.Linear(6, width), nn.BatchNorm1d(width), nn.ReLU(), nn.Dropout(0.4), nn.Linear(width, 3)
    ).double()


def oracle(ref, draw) -> None:
    """A DataLoader without shuffling evaluates alike; a hand-written loop trains alike; a resumed run is the unbroken one."""
    x = torch.from_numpy(draw.normal(37, 6))
    y = torch.tensor([draw.integer(0, 2) for _ in range(37)])
    model = network()
    optimiser = torch.optim.SGD(model.parameters(), lr=0.05, momentum=0.9)
    trainer = ref.Trainer(model, optimiser, 8, 11, 3, 0.5)
    torch.manual_seed(1)
    losses = [trainer.train_epoch(x, y) for _ in range(3)]

    other = network()
    theirs = torch.optim.SGD(other.parameters(), lr=0.05, momentum=0.9)
    order = torch.Generator().manual_seed(11)
    torch.manual_seed(1)
    for loss in losses:
        other.train()
        seen = []
        for batch in torch.randperm(37, generator=order).split(8):
            each = nn.functional.cross_entropy(other(x[batch]), y[batch], reduction="none")
            theirs.zero_grad()
            each.mean().backward()
            nn.utils.clip_grad_norm_(other.parameters(), 0.5)
            theirs.step()
            seen.append(each.detach())
        assert abs(float(torch.cat(seen).mean()) - loss) < 1e-12
    assert all(torch.equal(a, b) for a, b in zip(model.parameters(), other.parameters(), strict=True))

    other.eval()
    with torch.no_grad():
        rows = DataLoader(TensorDataset(x, y), batch_size=8)
        each = torch.cat([nn.functional.cross_entropy(other(a), b, reduction="none") for a, b in rows])
    assert abs(float(each.mean()) - trainer.evaluate(x, y)) < 1e-12

    saved = trainer.save()
    whole = [trainer.train_epoch(x, y) for _ in range(2)]
    model = network(10)
    fresh = ref.Trainer(model, torch.optim.SGD(model.parameters(), lr=0.05, momentum=0.9), 8, 99, 3, 0.5)
    torch.manual_seed(77)
    fresh.load(saved)
    assert [fresh.train_epoch(x, y) for _ in range(2)] == whole
