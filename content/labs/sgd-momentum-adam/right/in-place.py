"""Right, and written as torch does it inside: everything in place, one dict of state per parameter."""

import copy

import torch


class Optimiser:
    """What both share: a list of parameters and a dict of state for each."""

    def __init__(self, params):
        self.params = list(params)
        self.state = [{} for _ in self.params]

    @torch.no_grad()
    def step(self):
        for p, state in zip(self.params, self.state, strict=True):
            if p.grad is not None:
                self.update(p, p.grad, state)

    def state_dict(self):
        return {"state": copy.deepcopy(self.state)}

    def load_state_dict(self, saved):
        self.state = copy.deepcopy(saved["state"])


class MySGD(Optimiser):
    def __init__(self, params, lr, momentum=0.0, weight_decay=0.0, nesterov=False):
        super().__init__(params)
        self.lr, self.momentum, self.weight_decay, self.nesterov = lr, momentum, weight_decay, nesterov

    def update(self, p, grad, state):
        direction = grad.add(p, alpha=self.weight_decay)
        if self.momentum != 0:
            if "buffer" in state:
                state["buffer"].mul_(self.momentum).add_(direction)
            else:
                state["buffer"] = direction.clone()
            if self.nesterov:
                direction = direction.add(state["buffer"], alpha=self.momentum)
            else:
                direction = state["buffer"]
        p.add_(direction, alpha=-self.lr)


class MyAdamW(Optimiser):
    def __init__(self, params, lr, betas=(0.9, 0.999), eps=1e-8, weight_decay=0.01):
        super().__init__(params)
        self.lr, self.beta1, self.beta2, self.eps, self.weight_decay = lr, *betas, eps, weight_decay

    def update(self, p, grad, state):
        if not state:
            state.update(t=0, m=torch.zeros_like(p), s=torch.zeros_like(p))
        state["t"] += 1
        p.mul_(1 - self.lr * self.weight_decay)
        state["m"].lerp_(grad, 1 - self.beta1)
        state["s"].mul_(self.beta2).addcmul_(grad, grad, value=1 - self.beta2)
        step = self.lr / (1 - self.beta1 ** state["t"])
        root = state["s"].sqrt().div_((1 - self.beta2 ** state["t"]) ** 0.5).add_(self.eps)
        p.addcdiv_(state["m"], root, value=-step)
