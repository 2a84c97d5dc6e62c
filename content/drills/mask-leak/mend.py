"""One right repair, written otherwise than the healthy system."""

import re


def mend(tree, draw) -> None:
    """The lower triangle with its diagonal; positions counted from the first real token."""
    tree.write(
        "model.py",
        re.sub(
            r"causal = .*",
            "causal = torch.arange(tokens) <= torch.arange(tokens)[:, None]",
            tree.read("model.py"),
        ),
    )
    tree.write(
        "batch.py",
        re.sub(
            r"positions = .*",
            "positions = (torch.arange(longest) - (~real).sum(1, keepdim=True)).clamp(min=0)",
            tree.read("batch.py"),
        ),
    )
