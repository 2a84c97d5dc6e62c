"""Gives nearly all labels to training: the validation loss looks better, and says less."""


def mend(tree, draw) -> None:
    """A fiftieth for validation."""
    config = tree.json("config.json")
    config["valid_share"] = 0.02
    tree.write_json("config.json", config)
