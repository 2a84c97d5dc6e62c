"""Raises the learning rate of all layers."""


def mend(tree, draw) -> None:
    """Ten times the rate everywhere."""
    config = tree.json("config.json")
    config["lr"] = 1.0
    tree.write_json("config.json", config)
