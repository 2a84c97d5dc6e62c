"""Lowers the learning rate until the wide column is stable: the other columns then hardly move in 300 steps."""


def mend(tree, draw) -> None:
    """A learning rate below 2/lambda_max of the unscaled design."""
    config = tree.json("config.json")
    config["lr"] = 1e-8
    tree.write_json("config.json", config)
