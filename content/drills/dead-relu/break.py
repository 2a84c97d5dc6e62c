"""Plants the fault: biases start far below zero, and the gain of ReLU is gone."""


def break_(tree, draw) -> None:
    """Change the two constants of the initialisation."""
    tree.replace("network.py", "GAIN = 2.0", "GAIN = 1.0")
    tree.replace("network.py", "BIAS = 0.0", f"BIAS = -{draw.choice(['0.5', '0.6', '0.8', '1.0'])}")
