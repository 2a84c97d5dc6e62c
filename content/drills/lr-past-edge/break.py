"""Plants the fault: one wide column is no longer brought to unit variance."""

WIDE = ("length_tokens", "link_count")


def break_(tree, draw) -> None:
    """Drop a wide column from SCALED, as if an export had added it later than the scaler."""
    column = draw.choice(WIDE)
    text = tree.read("features.py")
    head, scaled = text.split("SCALED = (", 1)
    tree.write(
        "features.py", head + "SCALED = (" + scaled.replace(f'"{column}", ', "", 1).replace(f', "{column}"', "", 1)
    )
