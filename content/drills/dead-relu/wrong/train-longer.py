"""Trains ten times as long: a gradient of zero stays zero."""


def mend(tree, draw) -> None:
    """Two thousand steps."""
    config = tree.json("config.json")
    config["steps"] = 2000
    tree.write_json("config.json", config)
