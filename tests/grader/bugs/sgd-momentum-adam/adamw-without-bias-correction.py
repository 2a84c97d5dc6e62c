"""AdamW uses its moving averages as they are."""

import torch


class MySGD:
    """Stochastic gradient descent with heavy-ball or Nesterov momentum and L2 decay, as torch.optim.SGD (dampening 0)."""

    def __init__(self, params, lr, momentum=0.0, weight_decay=0.0, nesterov=False):
        self.params = list(params)
        self.lr, self.momentum, self.weight_decay, self.nesterov = lr, momentum, weight_decay, nesterov
        self.velocity = [torch.zeros_like(p) for p in self.params]  # zero, so the first step starts from the gradient

    @torch.no_grad()
    def step(self):
        """One update of every parameter that has a gradient."""
        for i, p in enumerate(self.params):
            if p.grad is None:
                continue
            g = p.grad + self.weight_decay * p  # for SGD, L2 in the loss and decay are the same thing
            self.velocity[i] = self.momentum * self.velocity[i] + g  # without momentum: g itself
            p -= self.lr * (g + self.momentum * self.velocity[i] if self.nesterov else self.velocity[i])

    def state_dict(self):
        """Everything the next step depends on, as it is now. No tensor in it is ever changed in place: lists are copied."""
        return {"velocity": list(self.velocity)}

    def load_state_dict(self, state):
        """The reverse."""
        self.velocity = list(state["velocity"])


class MyAdamW:
    """Adam with decoupled weight decay, as torch.optim.AdamW."""

    def __init__(self, params, lr, betas=(0.9, 0.999), eps=1e-8, weight_decay=0.01):
        self.params = list(params)
        self.lr, self.betas, self.eps, self.weight_decay = lr, betas, eps, weight_decay
        self.steps = [0] * len(self.params)  # each parameter has its own clock
        self.mean = [torch.zeros_like(p) for p in self.params]
        self.square = [torch.zeros_like(p) for p in self.params]

    @torch.no_grad()
    def step(self):
        """One update of every parameter that has a gradient."""
        b1, b2 = self.betas
        for i, p in enumerate(self.params):
            if p.grad is None:
                continue
            g = p.grad
            self.steps[i] += 1
            p -= self.lr * self.weight_decay * p  # decoupled: straight on the weight, not through the moments
            self.mean[i] = b1 * self.mean[i] + (1 - b1) * g
            self.square[i] = b2 * self.square[i] + (1 - b2) * g**2
            # Both averages start at zero, so early ones are too small by exactly these factors.
            mean = self.mean[i]
            square = self.square[i]
            p -= self.lr * mean / (square.sqrt() + self.eps)  # eps outside the root

    def state_dict(self):
        """Everything the next step depends on, as it is now."""
        return {
            "steps": list(self.steps),
            "mean": list(self.mean),
            "square": list(self.square),
        }

    def load_state_dict(self, state):
        """The reverse."""
        self.steps = list(state["steps"])
        self.mean = list(state["mean"])
        self.square = list(state["square"])
