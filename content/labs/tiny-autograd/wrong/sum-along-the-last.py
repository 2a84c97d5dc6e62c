"""Copies the gradient of a sum by broadcasting as it comes: right for axis 0 only, silent on square matrices."""

import numpy as np


def unbroadcast(g, shape):
    """The gradient of an array of this shape that was broadcast to the shape of g: sum over the copies."""
    g = g.sum(axis=tuple(range(g.ndim - len(shape))))  # axes that broadcasting put in front
    stretched = tuple(i for i, n in enumerate(shape) if n == 1)
    return g.sum(axis=stretched, keepdims=True)


class Tensor:
    """A float64 array that remembers how it was made. A tensor made by Tensor(data) is a leaf."""

    def __init__(self, data, inputs=(), back=None):
        self.data = np.array(data, dtype=float)
        self.grad = None  # of leaves, after backward: an array of the shape of data
        self.inputs = inputs
        self.back = back  # the gradient of this tensor -> the gradients of its inputs; None for a leaf

    def __add__(self, other):
        """Element by element, with broadcasting. other is a Tensor."""

        def back(g):
            return unbroadcast(g, self.data.shape), unbroadcast(g, other.data.shape)

        return Tensor(self.data + other.data, (self, other), back)

    def __mul__(self, other):
        """Element by element, with broadcasting. other is a Tensor."""

        def back(g):
            return unbroadcast(g * other.data, self.data.shape), unbroadcast(g * self.data, other.data.shape)

        return Tensor(self.data * other.data, (self, other), back)

    def __matmul__(self, other):
        """(m, k) @ (k, n)."""
        return Tensor(self.data @ other.data, (self, other), lambda g: (g @ other.data.T, self.data.T @ g))

    def relu(self):
        """max(x, 0); its derivative at 0 is 0."""
        return Tensor(np.maximum(self.data, 0), (self,), lambda g: (g * (self.data > 0),))

    def exp(self):
        """e to the x."""
        value = np.exp(self.data)
        return Tensor(value, (self,), lambda g: (g * value,))

    def sum(self, axis=None):
        """The sum of everything, or along one axis, which then disappears."""

        def back(g):
            return (np.broadcast_to(g, self.data.shape),)

        return Tensor(self.data.sum(axis), (self,), back)

    def detach(self):
        """The same value as a leaf of its own: gradients end here."""
        return Tensor(self.data)

    def backward(self, grad=None):
        """Adds the derivative by every leaf to the leaf's grad. grad (default 1) is the gradient from above."""
        if grad is None:
            if self.data.size != 1:
                raise ValueError("a tensor of several elements needs the gradient from above")
            grad = np.ones(self.data.shape)
        if np.shape(grad) != self.data.shape:
            raise ValueError("the gradient must have the shape of the tensor")

        waiting = {self: np.array(grad, dtype=float)}  # gradients of this pass alone, gone when used
        for node in reversed(self.in_order()):
            g = waiting.pop(node)
            if node.back is None:
                node.grad = g if node.grad is None else node.grad + g
                continue
            for i, piece in enumerate(node.back(g)):
                tensor = node.inputs[i]
                waiting[tensor] = waiting.get(tensor, 0) + piece  # add, do not write

    def in_order(self):
        """All tensors this one depends on, inputs before what is made of them; depth first, without recursion."""
        order, seen, stack = [], set(), [(self, False)]
        while stack:
            node, inputs_done = stack.pop()
            if inputs_done:
                order.append(node)
            elif node not in seen:
                seen.add(node)
                stack.append((node, True))
                stack.extend((t, False) for t in node.inputs)
        return order
