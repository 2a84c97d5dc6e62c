"""A smaller step: the loss is still that of a coin with eight sides."""


def mend(tree, draw) -> None:
    """A tenth of the learning rate."""
    config = tree.json("config.json")
    config["lr"] = config["lr"] / 10
    tree.write_json("config.json", config)
