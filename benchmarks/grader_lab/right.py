"""A right submission, written another way than the reference."""

import torch


def sdpa(q, k, v, causal=False):
    scores = torch.einsum("bhtd,bhsd->bhts", q * q.shape[-1] ** -0.5, k)
    if causal:
        rows = torch.arange(q.shape[-2])[:, None]
        scores = torch.where(torch.arange(k.shape[-2]) <= rows, scores, torch.tensor(-torch.inf))
    weights = torch.exp(scores - scores.amax(-1, keepdim=True))
    return torch.einsum("bhts,bhsd->bhtd", weights / weights.sum(-1, keepdim=True), v)
