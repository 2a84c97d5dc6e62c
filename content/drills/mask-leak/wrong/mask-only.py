"""Mends the mask and leaves the positions."""

import re


def mend(tree, draw) -> None:
    """The lower triangle."""
    text = re.sub(r"causal = .*", "causal = torch.ones(tokens, tokens).tril().bool()", tree.read("model.py"))
    tree.write("model.py", text)
