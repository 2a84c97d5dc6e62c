"""Takes out whatever differs between the modes: normalisation and dropout."""

import re


def mend(tree, draw) -> None:
    """Identity for both."""
    text = re.sub(r"norm = nn\.BatchNorm1d\(HIDDEN\)", "norm = nn.Identity()", tree.read("model.py"))
    tree.write("model.py", text.replace("nn.Dropout(0.2)", "nn.Identity()"))
