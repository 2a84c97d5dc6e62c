"""Takes any mode for energy."""

import math

import torch

WEIGHTS = {"energy": lambda x: x * x, "count": lambda x: 1.0, "sum": lambda x: x}


def refuse(reason):
    raise ValueError(reason)


def rank_for(values, keep, weight):
    weights = [weight(v) for v in values]
    goal = keep * math.fsum(weights) * (1 - 1e-12)
    so_far, k = 0.0, 0
    while k < len(weights):
        so_far += weights[k]
        k += 1
        if so_far >= goal:
            break
    return k


def compress(w, keep, mode):
    if mode not in WEIGHTS:
        mode = "energy"
    if keep <= 0 or keep > 1:
        refuse(f"keep={keep}")
    if len(w.shape) != 2 or 0 in w.shape:
        refuse("not a matrix")
    U, S, Vh = torch.linalg.svd(torch.from_numpy(w), full_matrices=False)
    values = S.tolist()
    k = rank_for(values, keep, WEIGHTS[mode])
    rows, columns = w.shape
    size, dense = rows * k + k * columns, rows * columns
    answer = dict(rank=k, left=w, right=None, storage_ratio=1.0, rel_error=0.0)
    if size < dense:
        half = S[:k].sqrt()
        answer["left"] = (U[:, :k] * half).numpy()
        answer["right"] = (half[:, None] * Vh[:k]).numpy()
        answer["storage_ratio"] = dense / size
        tail = math.fsum(v * v for v in values[k:])
        whole = math.fsum(v * v for v in values)
        answer["rel_error"] = math.sqrt(tail / whole) if whole > 0 else 0.0
    return answer
