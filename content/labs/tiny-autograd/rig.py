"""Given code that lives beside yours: it builds a graph with your Tensor from a list of instructions and goes back."""

import numpy as np


def build(leaves, program):
    """The tensors: first the leaves, then one for each instruction (name, indices of inputs...)."""
    import solution

    made = [solution.Tensor(a) for a in leaves]
    for name, *where in program:
        if name == "add":
            made.append(made[where[0]] + made[where[1]])
        elif name == "mul":
            made.append(made[where[0]] * made[where[1]])
        elif name == "matmul":
            made.append(made[where[0]] @ made[where[1]])
        elif name == "sum":
            made.append(made[where[0]].sum() if where[1] is None else made[where[0]].sum(axis=where[1]))
        else:
            made.append(getattr(made[where[0]], name)())
    return made


def values(leaves, program):
    """The data of every instruction's result."""
    return [t.data for t in build(leaves, program)[len(leaves) :]]


def gradients(leaves, program, roots=(-1,), seed=None):
    """The gradients of the leaves after a backward pass from each of the roots, in order."""
    made = build(leaves, program)
    for root in roots:
        if seed is None:
            made[root].backward()
        else:
            made[root].backward(seed)
    return [t.grad for t in made[: len(leaves)]]


def chain(x, step, length):
    """The gradients of x and step after x * step + step + ... + step; None where Python's recursion limit is exceeded."""
    program = [("mul", 0, 1), *[("add", k, 1) for k in range(2, length + 2)], ("sum", length + 2, None)]
    try:
        return gradients([x, step], program)
    except RecursionError:
        return None


def interference(a, b):
    """What changes that must not: the caller's array, and gradients through one another's memory."""
    import solution

    kept = a.copy()
    x, y = solution.Tensor(a), solution.Tensor(b)
    (x + y).sum().backward()
    before = y.grad.copy()
    x.grad += 100.0
    other = float(np.max(np.abs(y.grad - before)))
    a += 1.0
    data = float(np.max(np.abs(x.data - kept)))
    seed = np.ones(b.shape)
    z = solution.Tensor(b)
    z.backward(seed)
    z.grad += 5.0
    return {"other_gradient": other, "data": data, "seed": float(np.max(np.abs(seed - 1)))}
