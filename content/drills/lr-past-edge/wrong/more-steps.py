"""Lowers the learning rate and trains a hundred times longer."""


def mend(tree, draw) -> None:
    """Small lr, many steps."""
    config = tree.json("config.json")
    config["lr"] = 1e-7
    config["steps"] = 3000
    tree.write_json("config.json", config)
