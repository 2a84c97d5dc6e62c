"""Keeps the best weights without copying them."""

import io

import torch
from torch import nn


class Trainer:
    """Trains a classifier. Batches come in an order drawn from a generator of its own."""

    def __init__(self, model, optimiser, batch_size, seed, patience, max_norm):
        self.model, self.optimiser = model, optimiser
        self.batch_size, self.patience, self.max_norm = batch_size, patience, max_norm
        self.order = torch.Generator().manual_seed(seed)
        self.epoch, self.bad = 0, 0
        self.best_loss, self.best_weights = float("inf"), None

    def train_epoch(self, x, y):
        """One pass in random order, the short last batch included. Returns the mean loss per sample."""
        self.model.train()
        total = 0.0
        for rows in torch.randperm(len(x), generator=self.order).split(self.batch_size):
            loss = nn.functional.cross_entropy(self.model(x[rows]), y[rows])
            self.optimiser.zero_grad()  # backward adds
            loss.backward()
            nn.utils.clip_grad_norm_(self.model.parameters(), self.max_norm)
            self.optimiser.step()
            total += loss.item() * len(rows)  # the mean of a batch, as often as it has samples
        return total / len(x)

    def evaluate(self, x, y):
        """Mean loss per sample in evaluation mode; the mode found is the mode left."""
        found = self.model.training
        self.model.eval()
        total = 0.0
        with torch.no_grad():
            for rows in torch.arange(len(x)).split(self.batch_size):
                loss = nn.functional.cross_entropy(self.model(x[rows]), y[rows])
                total += loss.item() * len(rows)
        self.model.train(found)
        return total / len(x)

    def fit(self, train, val, epochs):
        """Up to epoch number `epochs`, or until patience is used up. Returns (train loss, val loss) of each epoch run."""
        history = []
        while self.epoch < epochs and self.bad < self.patience:
            history.append((self.train_epoch(*train), self.evaluate(*val)))
            self.epoch += 1
            if history[-1][1] < self.best_loss:  # only a new lowest is progress
                self.best_loss, self.bad = history[-1][1], 0
                self.best_weights = self.model.state_dict()
            else:
                self.bad += 1
        return history

    def restore_best(self):
        """Puts the weights of the best epoch back and returns its validation loss."""
        self.model.load_state_dict(self.best_weights)
        return self.best_loss

    def save(self):
        """Everything the next step depends on, as bytes."""
        file = io.BytesIO()
        state = {
            "model": self.model.state_dict(),
            "optimiser": self.optimiser.state_dict(),
            "order": self.order.get_state(),
            "random": torch.get_rng_state(),  # dropout draws from this one
            "books": (self.epoch, self.bad, self.best_loss, self.best_weights),
        }
        torch.save(state, file)
        return file.getvalue()

    def load(self, data):
        """The reverse, into a trainer that was just made."""
        state = torch.load(io.BytesIO(data))
        self.model.load_state_dict(state["model"])
        self.optimiser.load_state_dict(state["optimiser"])
        self.order.set_state(state["order"])
        torch.set_rng_state(state["random"])
        self.epoch, self.bad, self.best_loss, self.best_weights = state["books"]
