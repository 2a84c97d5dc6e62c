"""Given code that lives beside yours: it holds parameters and hands gradients to your optimiser, one step at a time."""

import torch


class Params:
    """Parameters from plain start values (a list of float64 tensors)."""

    def __init__(self, start):
        self._params = [torch.nn.Parameter(value.clone()) for value in start]

    def params(self):
        """The parameters, to be given to an optimiser."""
        return self._params

    def each(self):
        """The parameters one after another, as `model.parameters()` gives them: they can be walked through once."""
        yield from self._params

    def step(self, optimiser, grads):
        """Set these gradients (None: no gradient this time), call `step`, return the values as plain tensors."""
        for parameter, grad in zip(self._params, grads, strict=True):
            parameter.grad = None if grad is None else grad.clone()
        optimiser.step()
        return self.values()

    def values(self):
        """The current values as plain tensors."""
        return [parameter.detach().clone() for parameter in self._params]


def reload(optimiser, fresh):
    """Save the state of one optimiser and load it into another."""
    fresh.load_state_dict(optimiser.state_dict())
    return fresh


class Saved:
    """The state of an optimiser at one moment; the run may go on before it is loaded, once or more often."""

    def __init__(self, optimiser):
        self._state = optimiser.state_dict()

    def into(self, fresh):
        """Load it into an optimiser that was just made."""
        fresh.load_state_dict(self._state)
        return fresh
