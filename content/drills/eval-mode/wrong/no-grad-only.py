"""Adds inference mode, which records even less, and changes no layer."""


def mend(tree, draw) -> None:
    """torch.inference_mode instead of no_grad."""
    tree.replace("evaluate.py", "with torch.no_grad():", "with torch.inference_mode():")
