"""The relevance scorer: queries and pages go through one network, each branch with a normalisation of its own."""

import torch
from torch import nn

FEATURES, HIDDEN = 12, 24


class Scorer(nn.Module):
    """Two branches share both matrices. Their inputs differ in scale and offset, so each is normalised by itself."""

    def __init__(self):
        super().__init__()
        self.enter = nn.Linear(FEATURES, HIDDEN)
        self.norms = nn.ModuleDict({"query": nn.BatchNorm1d(HIDDEN), "page": nn.BatchNorm1d(HIDDEN)})
        self.drop = nn.Dropout(0.2)
        self.leave = nn.Linear(HIDDEN, 1)

    def forward(self, x, branch):
        """Logits (n,) for a batch of one branch."""
        h = torch.relu(self.norms[branch](self.enter(x)))
        return self.leave(self.drop(h)).squeeze(-1)
