"""eps guards the root, not the division."""

import numpy as np
import torch


def numbers(tensor):
    """A float64 copy as an array."""
    return tensor.detach().numpy().astype(np.float64).copy()


def write(parameter, array):
    with torch.no_grad():
        parameter.copy_(torch.from_numpy(array))


class Kept:
    """Save and load: whatever is in `memory`, by the number of the parameter."""

    def __init__(self, params):
        self.params = tuple(params)
        self.memory = {}

    def state_dict(self):
        return {k: tuple(np.copy(x) for x in v) for k, v in self.memory.items()}

    def load_state_dict(self, state):
        self.memory = {k: tuple(np.copy(x) for x in v) for k, v in state.items()}

    def step(self):
        for k, parameter in enumerate(self.params):
            if parameter.grad is not None:
                write(parameter, self.update(k, numbers(parameter), numbers(parameter.grad)))


class MySGD(Kept):
    def __init__(self, params, lr, momentum=0.0, weight_decay=0.0, nesterov=False):
        super().__init__(params)
        self.lr, self.momentum, self.decay, self.nesterov = lr, momentum, weight_decay, nesterov

    def update(self, k, w, g):
        g = g + self.decay * w
        if self.momentum == 0:
            return w - self.lr * g
        (old,) = self.memory.get(k, (np.zeros_like(w),))
        v = self.momentum * old + g
        self.memory[k] = (v,)
        return w - self.lr * (g + self.momentum * v) if self.nesterov else w - self.lr * v


class MyAdamW(Kept):
    def __init__(self, params, lr, betas=(0.9, 0.999), eps=1e-8, weight_decay=0.01):
        super().__init__(params)
        self.lr, self.betas, self.eps, self.decay = lr, betas, eps, weight_decay

    def update(self, k, w, g):
        beta, gamma = self.betas
        t, m, s = self.memory.get(k, (0, np.zeros_like(w), np.zeros_like(w)))
        t = t + 1
        m = m + (1 - beta) * (g - m)
        s = s + (1 - gamma) * (np.square(g) - s)
        self.memory[k] = (t, m, s)
        rate = self.lr / (1 - beta**t)
        spread = np.power(s / (1 - gamma**t) + self.eps, 0.5)
        return w - self.lr * self.decay * w - rate * m / spread
