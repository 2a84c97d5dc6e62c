"""A tiny reverse-mode engine on numpy."""

import numpy as np


class Tensor:
    """A float64 array that remembers how it was made. A tensor made by Tensor(data) is a leaf."""

    def __init__(self, data):
        self.data = np.array(data, dtype=float)
        self.grad = None  # of leaves, after backward: an array of the shape of data

    def __add__(self, other):
        """Element by element, with broadcasting. other is a Tensor."""
        return Tensor(0.0)

    def __mul__(self, other):
        """Element by element, with broadcasting. other is a Tensor."""
        return Tensor(0.0)

    def __matmul__(self, other):
        """(m, k) @ (k, n)."""
        return Tensor(0.0)

    def relu(self):
        """max(x, 0); its derivative at 0 is 0."""
        return Tensor(0.0)

    def exp(self):
        """e to the x."""
        return Tensor(0.0)

    def sum(self, axis=None):
        """The sum of everything, or along one axis, which then disappears."""
        return Tensor(0.0)

    def detach(self):
        """The same value as a leaf of its own: gradients end here."""
        return Tensor(0.0)

    def backward(self, grad=None):
        """Adds the derivative by every leaf to the leaf's grad. grad (default 1) is the gradient from above."""
