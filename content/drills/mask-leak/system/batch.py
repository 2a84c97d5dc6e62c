"""From records of different lengths to one batch: padded on the left, so that all of them end together."""

import torch

PADDING = 0


def collate(records):
    """Lists of token numbers -> tokens, positions (int64) and real (bool), each (B, T)."""
    longest = max(len(r) for r in records)
    tokens = torch.full((len(records), longest), PADDING)
    real = torch.zeros(len(records), longest, dtype=torch.bool)
    for row, record in enumerate(records):
        tokens[row, longest - len(record) :] = torch.tensor(record)
        real[row, longest - len(record) :] = True
    positions = (real.cumsum(dim=1) - 1).clamp(min=0)  # the first real token of each record stands at 0
    return tokens, positions, real
