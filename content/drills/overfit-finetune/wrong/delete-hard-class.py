"""Leaves the hard class out of training: the loss falls, and a class is never predicted."""


def mend(tree, draw) -> None:
    """Rows of class 2 are dropped."""
    tree.replace("prepare.py", "    return x, y\n", "    return x[y < 2], y[y < 2]\n")
