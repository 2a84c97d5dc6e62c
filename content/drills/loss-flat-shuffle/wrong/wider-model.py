"""More capacity, for a model that is thought too weak."""


def mend(tree, draw) -> None:
    """Eight times as many hidden units."""
    config = tree.json("config.json")
    config["hidden"] = 8 * config["hidden"]
    tree.write_json("config.json", config)
