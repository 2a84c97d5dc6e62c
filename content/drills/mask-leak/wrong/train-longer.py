"""Trains three times as long with the same mask."""


def mend(tree, draw) -> None:
    """More steps."""
    tree.write_json("config.json", {**tree.json("config.json"), "steps": 300})
