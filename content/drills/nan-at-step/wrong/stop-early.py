"""Stops before the first NaN."""


def mend(tree, draw) -> None:
    """A hundred steps."""
    config = tree.json("config.json")
    config["steps"] = 100
    tree.write_json("config.json", config)
