"""Raises the rate of the last layer: its bias learns the shares of the queues sooner, nothing else moves."""


def mend(tree, draw) -> None:
    """Ten times the rate at the end."""
    config = tree.json("config.json")
    config["last_layer_factor"] = 10.0
    tree.write_json("config.json", config)
