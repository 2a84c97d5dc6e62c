"""Evaluates ten times and averages: the swings are smaller, and the same error stays."""


def mend(tree, draw) -> None:
    """A wrapper around score."""
    tree.replace("evaluate.py", "def score(model, data, batch):", "def once(model, data, batch):")
    tree.write(
        "evaluate.py",
        tree.read("evaluate.py")
        + "\n\ndef score(model, data, batch):\n"
        + '    """The mean of ten evaluations."""\n'
        + "    runs = [once(model, data, batch) for _ in range(10)]\n"
        + "    return {name: sum(run[name] for run in runs) / 10 for name in runs[0]}\n",
    )
