"""Two optimisers. Parameters are a list of tensors; p.grad is a tensor or None."""

import torch


class MySGD:
    def __init__(self, params, lr, momentum=0.0, weight_decay=0.0, nesterov=False):
        self.params = list(params)

    def step(self):
        pass

    def state_dict(self):
        return {}

    def load_state_dict(self, state):
        pass


class MyAdamW:
    def __init__(self, params, lr, betas=(0.9, 0.999), eps=1e-8, weight_decay=0.01):
        self.params = list(params)

    def step(self):
        pass

    def state_dict(self):
        return {}

    def load_state_dict(self, state):
        pass
