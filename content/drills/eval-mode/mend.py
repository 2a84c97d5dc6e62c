"""One right repair: evaluation mode around the loop, and a normalisation for each branch."""

import re


def mend(tree, draw) -> None:
    """Both."""
    tree.replace("evaluate.py", "    with torch.no_grad():\n", "    model.eval()\n    with torch.no_grad():\n")
    tree.replace("evaluate.py", '    return {"loss"', '    model.train()\n    return {"loss"')
    text = re.sub(
        r"        norm = nn\.BatchNorm1d\(HIDDEN\)\n        self\.norms = .*\n",
        '        self.norms = nn.ModuleDict({name: nn.BatchNorm1d(HIDDEN) for name in ("query", "page")})\n',
        tree.read("model.py"),
    )
    tree.write("model.py", text)
