"""Replaces whatever is not finite by zero: samples the model is most wrong about no longer count."""


def mend(tree, draw) -> None:
    """nan_to_num over loss and gradient."""
    tree.replace(
        "loss.py",
        "    return float(-np.log(p[rows, labels]).mean()), gradient / np.float32(len(labels))\n",
        "    each = np.nan_to_num(-np.log(p[rows, labels]), nan=0.0, posinf=0.0)\n"
        "    gradient = np.nan_to_num(gradient, nan=0.0, posinf=0.0, neginf=0.0)\n"
        "    return float(each.mean()), gradient / np.float32(len(labels))\n",
    )
