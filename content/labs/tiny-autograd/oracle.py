"""Proves the reference against torch.autograd on single operations and random graphs."""

import numpy as np
import torch


def by_torch(leaves, program):
    """The same instructions with torch."""
    made = [torch.tensor(a, dtype=torch.float64, requires_grad=True) for a in leaves]
    for name, *where in program:
        if name in ("add", "mul", "matmul"):
            a, b = made[where[0]], made[where[1]]
            made.append(a + b if name == "add" else a * b if name == "mul" else a @ b)
        elif name == "sum":
            made.append(made[where[0]].sum() if where[1] is None else made[where[0]].sum(where[1]))
        else:
            made.append(getattr(made[where[0]], name)())
    made[-1].backward()
    return [None if t.grad is None else t.grad.numpy() for t in made[: len(leaves)]]


def by_reference(ref, leaves, program):
    """The instructions with the reference's operators."""
    made = [ref.Tensor(a) for a in leaves]
    for name, *where in program:
        if name in ("add", "mul", "matmul"):
            a, b = made[where[0]], made[where[1]]
            made.append(a + b if name == "add" else a * b if name == "mul" else a @ b)
        elif name == "sum":
            made.append(made[where[0]].sum(axis=where[1]))
        else:
            made.append(getattr(made[where[0]], name)())
    made[-1].backward()
    return [t.grad for t in made[: len(leaves)]]


def oracle(ref, draw) -> None:
    """Hand-made graphs with every operation, broadcasting, reuse and detach."""
    cases = [
        ([(3, 4), (4, 2), (2,)], [("matmul", 0, 1), ("add", 3, 2), ("relu", 4), ("sum", 5, None)]),
        ([(3, 4), (4, 2), (1, 2)], [("matmul", 0, 1), ("mul", 3, 2), ("exp", 4), ("sum", 5, 0), ("mul", 6, 6), ("sum", 7, None)]),
        ([(2, 3, 4), (3, 1), (4,)], [("mul", 0, 1), ("add", 3, 2), ("mul", 4, 4), ("sum", 5, 1), ("sum", 6, None)]),
        ([(3,), (3,)], [("mul", 0, 1), ("relu", 2), ("add", 3, 0), ("mul", 4, 2), ("sum", 5, None)]),
        ([(3,), (3,)], [("mul", 0, 1), ("detach", 2), ("mul", 3, 2), ("sum", 4, None)]),
        ([(3, 3), (3,)], [("matmul", 0, 0), ("add", 2, 0), ("sum", 3, 1), ("mul", 4, 1), ("sum", 5, None)]),
    ]  # fmt: skip
    for shapes, program in cases:
        leaves = [draw.normal(*s) for s in shapes]
        for got, want in zip(by_reference(ref, leaves, program), by_torch(leaves, program), strict=True):
            assert (got is None) == (want is None)
            assert got is None or (got.shape == want.shape and np.allclose(got, want, rtol=1e-10, atol=1e-12))
