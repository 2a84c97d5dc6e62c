"""A second pass replaces what the first left."""

from collections import deque

import numpy as np


class Tensor:
    def __init__(self, data, parents=(), rule=None):
        self.data = np.array(data, dtype="float64")
        self.parents, self.rule, self.grad = parents, rule, None

    @staticmethod
    def fit(g, like):
        """Axes of g that `like` does not have, or has with length 1, are summed."""
        shape = (1,) * (g.ndim - like.ndim) + like.shape
        axes = tuple(i for i, (n, m) in enumerate(zip(g.shape, shape, strict=True)) if m == 1 and n != 1)
        return np.sum(g, axis=axes, keepdims=True).reshape(like.shape)

    def __add__(self, other):
        return Tensor(self.data + other.data, (self, other), lambda g: [self.fit(g, t.data) for t in (self, other)])

    def __mul__(self, other):
        def rule(g):
            return [self.fit(g * other.data, self.data), self.fit(g * self.data, other.data)]

        return Tensor(self.data * other.data, (self, other), rule)

    def __matmul__(self, other):
        def rule(g):
            return [np.einsum("mn,kn->mk", g, other.data), np.einsum("mk,mn->kn", self.data, g)]

        return Tensor(np.einsum("mk,kn->mn", self.data, other.data), (self, other), rule)

    def relu(self):
        out = Tensor(self.data.clip(min=0), (self,))
        out.rule = lambda g: [np.where(out.data > 0, g, 0.0)]  # positive exactly where the input is
        return out

    def exp(self):
        return Tensor(np.exp(self.data), (self,), lambda g: [np.exp(self.data) * g])

    def sum(self, axis=None):
        kept = self.data.sum(axis=axis, keepdims=True).shape
        return Tensor(
            self.data.sum(axis=axis),
            (self,),
            lambda g: [np.tile(g.reshape(kept), np.array(self.data.shape) // np.array(kept)) if self.data.ndim else g],
        )

    def detach(self):
        return Tensor(self.data)

    def backward(self, grad=None):
        if grad is None:
            if self.data.size != 1:
                raise ValueError("give a gradient")
            grad = np.ones(self.data.shape)
        if np.asarray(grad).shape != self.data.shape:
            raise ValueError("wrong shape")
        users, queue, known = {}, deque([self]), {id(self)}
        while queue:
            for p in queue.popleft().parents:
                users[id(p)] = users.get(id(p), 0) + 1
                if id(p) not in known:
                    known.add(id(p))
                    queue.append(p)
        ready, grads = [self], {id(self): np.array(grad, dtype="float64")}
        while ready:
            node = ready.pop()
            g = grads.pop(id(node))
            if not node.parents:
                node.grad = np.array(g)
                continue
            for p, piece in zip(node.parents, node.rule(g), strict=True):
                grads[id(p)] = np.add(grads[id(p)], piece) if id(p) in grads else np.array(piece)
                users[id(p)] -= 1
                if not users[id(p)]:
                    ready.append(p)
