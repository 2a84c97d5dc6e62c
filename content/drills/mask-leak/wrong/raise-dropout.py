"""Takes the low loss for overfitting and raises dropout."""


def mend(tree, draw) -> None:
    """Dropout of a half."""
    tree.write_json("config.json", {**tree.json("config.json"), "dropout": 0.5})
