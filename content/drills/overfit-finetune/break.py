"""Plants the faults: no cleaning, no early stopping, no best weights, no decay, many epochs."""

BEST = """        if losses[-1] == min(losses):
            best = copy.deepcopy(head.state_dict())
        if len(losses) - losses.index(min(losses)) > config["patience"]:
            break
    head.load_state_dict(best)
"""


def break_(tree, draw) -> None:
    """The number of epochs differs from seed to seed."""
    text = tree.read("prepare.py")
    start, end = text.index("def clean"), text.index("def split")
    tree.write(
        "prepare.py",
        text[:start]
        + 'def clean(x, y):\n    """The rows as they came from the annotators."""\n    return x, y\n\n\n'
        + text[end:],
    )
    tree.replace("prepare.py", ", cleaned first so that no near-duplicate stands on both sides.", ".")
    tree.replace("tune.py", BEST, "")
    tree.replace("tune.py", "    losses, best = [], None\n", "    losses = []\n")
    tree.replace("tune.py", "import copy\n\n", "")
    tree.replace("tune.py", "one hidden layer, AdamW, early stopping.", "one hidden layer, AdamW.")
    config = tree.json("config.json")
    config.update(epochs=draw.choice([35, 40, 45]), weight_decay=0.0)
    del config["patience"]
    tree.write_json("config.json", config)
