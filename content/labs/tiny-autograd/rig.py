"""Given code that lives beside yours: it builds a graph with your Tensor from a list of instructions."""


def build(leaves, program, wanted=None):
    """The tensors: first the leaves, then one for each instruction (name, indices of inputs...); or the wanted ones of them."""
    import solution

    made = go_on([solution.Tensor(a) for a in leaves], program)
    return made if wanted is None else [made[i] for i in wanted]


def go_on(made, program):
    """These tensors, and behind them one for each instruction."""
    made = list(made)
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
