"""Removes the wide column: stable, and the signal in it is gone."""


def mend(tree, draw) -> None:
    """Zero out the column that is not scaled."""
    text = tree.read("features.py")
    tree.write(
        "features.py",
        text.replace(
            '    scaled = (rows - scaler["centre"]) / scaler["spread"]\n',
            "    keep = np.array([name in SCALED for name in COLUMNS])\n"
            '    scaled = (rows - scaler["centre"]) / scaler["spread"] * keep\n',
        ),
    )
