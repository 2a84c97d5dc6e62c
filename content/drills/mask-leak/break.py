"""Plants both faults: the diagonal of the mask is off by one, and positions ignore the padding."""

MASK = "causal = torch.ones(tokens, tokens, dtype=torch.bool).tril()"
LEAKS = (
    "causal = torch.ones(tokens, tokens, dtype=torch.bool).tril(1)",
    "causal = ~torch.ones(tokens, tokens, dtype=torch.bool).triu(2)",
    "causal = torch.arange(tokens) <= torch.arange(1, tokens + 1)[:, None]",
)
PLACES = "positions = (real.cumsum(dim=1) - 1).clamp(min=0)  # the first real token of each record stands at 0"
FIXED = (
    "positions = torch.arange(longest).expand(len(records), longest)",
    "positions = torch.arange(longest).repeat(len(records), 1)",
)


def break_(tree, draw) -> None:
    """Two small simplifications."""
    tree.replace("model.py", MASK, draw.choice(LEAKS))
    tree.replace("batch.py", PLACES, draw.choice(FIXED))
