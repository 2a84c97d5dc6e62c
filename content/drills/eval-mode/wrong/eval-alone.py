"""Switches to evaluation mode and leaves the shared statistics: the score settles, at a bad value."""


def mend(tree, draw) -> None:
    """eval() and train() around the loop."""
    tree.replace("evaluate.py", "    with torch.no_grad():\n", "    model.eval()\n    with torch.no_grad():\n")
    tree.replace("evaluate.py", '    return {"loss"', '    model.train()\n    return {"loss"')
