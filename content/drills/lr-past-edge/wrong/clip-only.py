"""Clips the gradient: the numbers stay finite, the curvature stays past the edge."""


def mend(tree, draw) -> None:
    """Set clip_norm."""
    config = tree.json("config.json")
    config["clip_norm"] = 1.0
    tree.write_json("config.json", config)
