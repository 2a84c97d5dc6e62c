"""The gradient of a sum is spread over ones of the input's shape."""

import heapq
import itertools

import numpy as np

COUNTER = itertools.count()


def reduce_to(grad, shape):
    """Sum until the shape fits."""
    while grad.ndim > len(shape):
        grad = grad.sum(0)
    for k in range(len(shape)):
        if shape[k] == 1 and grad.shape[k] > 1:
            grad = np.add.reduce(grad, axis=k, keepdims=True)
    return grad


class Tensor:
    def __init__(self, data, edges=()):
        self.number = next(COUNTER)
        self.data = np.asarray(data, dtype=np.float64).copy()
        self.edges = edges  # (input, function from the output's gradient to its own)
        self.grad = None

    def __add__(self, other):
        return Tensor(np.add(self.data, other.data), ((self, lambda g: g), (other, lambda g: g)))

    def __mul__(self, other):
        a, b = self.data, other.data
        return Tensor(np.multiply(a, b), ((self, lambda g: g * b), (other, lambda g: g * a)))

    def __matmul__(self, other):
        a, b = self.data, other.data
        return Tensor(a.dot(b), ((self, lambda g: g.dot(b.T)), (other, lambda g: a.T.dot(g))))

    def relu(self):
        on = (self.data > 0).astype(float)
        return Tensor(self.data * on, ((self, lambda g: g * on),))

    def exp(self):
        out = Tensor(np.exp(self.data))
        out.edges = ((self, lambda g: out.data * g),)
        return out

    def sum(self, axis=None):
        shape = self.data.shape

        def back(g):
            return g * np.ones(shape)

        return Tensor(np.sum(self.data, axis=axis), ((self, back),))

    def detach(self):
        return Tensor(self.data)

    def backward(self, grad=None):
        if grad is None and self.data.size > 1:
            raise ValueError("not a scalar")
        seed = np.ones_like(self.data) if grad is None else np.array(grad, dtype=float)
        if seed.shape != self.data.shape:
            raise ValueError("shape")
        heap, pending, nodes = [-self.number], {self.number: seed}, {self.number: self}
        while heap:
            number = -heapq.heappop(heap)
            node, g = nodes[number], pending[number]
            if not node.edges:
                node.grad = g.copy() if node.grad is None else node.grad + g
            for other, rule in node.edges:
                piece = reduce_to(rule(g), other.data.shape)
                if other.number in pending:
                    pending[other.number] = pending[other.number] + piece
                else:
                    pending[other.number], nodes[other.number] = piece, other
                    heapq.heappush(heap, -other.number)
