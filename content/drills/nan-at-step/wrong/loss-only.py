"""Mends the loss and leaves the clipping where it is: finite, and far behind."""

LOSS = """    z = logits.astype(np.float32)
    z = z - z.max(axis=1, keepdims=True)
    log_p = z - np.log(np.exp(z).sum(axis=1, keepdims=True))
    rows = np.arange(len(labels))
    gradient = np.exp(log_p)
    gradient[rows, labels] -= 1
    return float(-log_p[rows, labels].mean()), gradient / np.float32(len(labels))
"""


def mend(tree, draw) -> None:
    """The loss from the logits."""
    text = tree.read("loss.py")
    head = text.index('"""\n', text.index("def ")) + 4
    tree.write("loss.py", text[:head] + LOSS)
