"""Seeds the generator before each evaluation: runs agree, batch sizes do not."""


def mend(tree, draw) -> None:
    """torch.manual_seed at the top of score."""
    tree.replace("evaluate.py", "    with torch.no_grad():\n", "    torch.manual_seed(0)\n    with torch.no_grad():\n")
