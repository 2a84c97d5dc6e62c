"""One right repair: every column is scaled again."""

import re


def mend(tree, draw) -> None:
    """Scale all columns."""
    tree.write("features.py", re.sub(r"SCALED = \(.*\)", "SCALED = COLUMNS", tree.read("features.py")))
