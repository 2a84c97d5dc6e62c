"""Mends the positions, and hides every token from itself to be on the safe side."""

import re


def mend(tree, draw) -> None:
    """The strictly lower triangle."""
    text = re.sub(r"causal = .*", "causal = torch.ones(tokens, tokens).tril(-1).bool()", tree.read("model.py"))
    tree.write("model.py", text)
    text = re.sub(r"positions = .*", "positions = (real.cumsum(dim=1) - 1).clamp(min=0)", tree.read("batch.py"))
    tree.write("batch.py", text)
