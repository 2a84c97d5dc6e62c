"""Given code that lives beside yours: a small network that notes how it is called, and an optimiser that notes its steps."""

import torch
from torch import nn


class Net(nn.Module):
    """Linear, batch normalisation, ReLU, dropout, linear; float64."""

    def __init__(self, features, hidden, classes, log):
        super().__init__()
        self.body = nn.Sequential(
            nn.Linear(features, hidden),
            nn.BatchNorm1d(hidden),
            nn.ReLU(),
            nn.Dropout(0.3),
            nn.Linear(hidden, classes),
        ).double()
        self.log = log

    def forward(self, x):
        """Logits; the call is noted: samples, training mode, gradients recorded."""
        self.log.append(("forward", len(x), self.training, torch.is_grad_enabled()))
        return self.body(x)


class Optimiser:
    """Adam, used as those of torch.optim are; it notes the norm of the gradient at each step."""

    def __init__(self, params, log):
        self.params, self.log, self.steps = list(params), log, 0
        self.mean = [torch.zeros_like(p) for p in self.params]
        self.square = [torch.zeros_like(p) for p in self.params]

    def zero_grad(self, set_to_none=True):
        """Forget all gradients."""
        for p in self.params:
            p.grad = None

    @torch.no_grad()
    def step(self):
        """One update of every parameter that has a gradient."""
        grads = [p.grad.norm() for p in self.params if p.grad is not None]
        self.log.append(("step", float(torch.stack(grads).norm()) if grads else 0.0))
        self.steps += 1
        for p, mean, square in zip(self.params, self.mean, self.square, strict=True):
            if p.grad is not None:
                mean.lerp_(p.grad, 0.1)
                square.lerp_(p.grad**2, 0.01)
                p -= 0.02 * (mean / (1 - 0.9**self.steps)) / ((square / (1 - 0.99**self.steps)).sqrt() + 1e-8)

    def state_dict(self):
        """All that the next step depends on; the tensors are the optimiser's own."""
        return {"steps": self.steps, "mean": self.mean, "square": self.square}

    def load_state_dict(self, state):
        """The reverse."""
        self.steps = state["steps"]
        for mine, theirs in ((self.mean, state["mean"]), (self.square, state["square"])):
            for a, b in zip(mine, theirs, strict=True):
                a.copy_(b)


class Bench:
    """A network and its optimiser, always the same for the same seed."""

    def __init__(self, seed, features=6, hidden=12, classes=3):
        torch.manual_seed(seed)
        self._log = []
        self._model = Net(features, hidden, classes, self._log)
        self._optimiser = Optimiser(self._model.parameters(), self._log)

    def model(self):
        """The network."""
        return self._model

    def optimiser(self):
        """The optimiser."""
        return self._optimiser

    def log(self):
        """What was noted since the last time, as plain lists."""
        found = [list(entry) for entry in self._log]
        self._log.clear()
        return found

    def weights(self):
        """The parameters as plain tensors."""
        return [p.detach().clone() for p in self._model.parameters()]

    def buffers(self):
        """The running statistics as plain tensors."""
        return [b.detach().clone() for b in self._model.buffers()]

    def mode(self, training):
        """Set the mode before an evaluation."""
        self._model.train(training)

    def training(self):
        """The mode now."""
        return self._model.training


def seed(number):
    """Seed the global generator, which dropout draws from."""
    torch.manual_seed(number)


def peek():
    """A number drawn from the global generator without moving it: it tells whether something else did."""
    state = torch.get_rng_state()
    value = float(torch.rand(1, dtype=torch.float64))
    torch.set_rng_state(state)
    return value


def script(trainer, bench, losses):
    """Replace both halves of an epoch: training adds 1 to every parameter, evaluation reads the next loss of the list."""
    left = list(losses)

    def train_epoch(x, y):
        with torch.no_grad():
            for p in bench.model().parameters():
                p += 1
        return 0.5

    def evaluate(x, y):
        return left.pop(0)

    trainer.train_epoch, trainer.evaluate = train_epoch, evaluate
    return trainer
