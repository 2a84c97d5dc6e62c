"""One right repair: biases at zero and He's variance."""

import re


def mend(tree, draw) -> None:
    """Set both constants."""
    text = re.sub(r"(?m)^GAIN = .*$", "GAIN = 2.0", tree.read("network.py"))
    tree.write("network.py", re.sub(r"(?m)^BIAS = .*$", "BIAS = 0.0", text))
