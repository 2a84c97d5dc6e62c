"""Adds a small constant inside the logarithm: finite, and wrong where it matters."""


def mend(tree, draw) -> None:
    """log(p + 1e-7), in the gradient too."""
    text = tree.read("loss.py")
    text = text.replace("-1 / p[rows, labels]", "-1 / (p[rows, labels] + np.float32(1e-7))")
    tree.write("loss.py", text.replace("np.log(p[rows, labels])", "np.log(p[rows, labels] + np.float32(1e-7))"))
