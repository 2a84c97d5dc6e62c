"""Plants both faults: evaluation stays in training mode, and the branches share one normalisation."""


def break_(tree, draw) -> None:
    """The shared layer stands under either name first, so the tree differs a little from seed to seed."""
    tree.replace("evaluate.py", "    model.eval()\n", "")
    tree.replace("evaluate.py", "    model.train()\n", "")
    first, second = draw.choice([("query", "page"), ("page", "query")])
    tree.replace(
        "model.py",
        '        self.norms = nn.ModuleDict({"query": nn.BatchNorm1d(HIDDEN), "page": nn.BatchNorm1d(HIDDEN)})\n',
        f'        norm = nn.BatchNorm1d(HIDDEN)\n        self.norms = nn.ModuleDict({{"{first}": norm, "{second}": norm}})\n',
    )
    tree.replace(
        "model.py",
        '    """Two branches share both matrices. Their inputs differ in scale and offset, so each is normalised by itself."""',
        '    """Two branches share one network."""',
    )
    tree.replace(
        "model.py",
        '"""The relevance scorer: queries and pages go through one network, each branch with a normalisation of its own."""',
        '"""The relevance scorer: queries and pages go through one network."""',
    )
