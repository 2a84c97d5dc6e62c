"""Shortens the context."""


def mend(tree, draw) -> None:
    """Six tokens."""
    tree.write_json("config.json", {**tree.json("config.json"), "context": 6})
