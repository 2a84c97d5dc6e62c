"""Plants the fault: features and labels are shuffled by different orders."""

FORMS = (
    "    x, y = x[rng.permutation(len(x))], y[rng.permutation(len(y))]\n",
    "    x = x[rng.permutation(len(x))]\n",
    "    x, y = rng.permutation(x), rng.permutation(y)\n",
)


def break_(tree, draw) -> None:
    """One of three ways to write it, as it is met in the wild."""
    tree.replace("data.py", "    order = rng.permutation(len(x))\n    x, y = x[order], y[order]\n", draw.choice(FORMS))
