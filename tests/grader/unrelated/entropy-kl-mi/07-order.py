"""k3 before k1."""

import numpy as np
import torch


def checked(*tables):
    out = []
    for table in tables:
        t = torch.as_tensor(table)
        if bool((t < 0).any()) or not bool(((t.sum(-1) - 1).abs() < 1e-6).all()):
            raise ValueError("not a distribution")
        out.append(t)
    return out


def surprise(weights, of):
    return torch.special.xlogy(weights, of).neg().sum(-1)


def entropy(p):
    (t,) = checked(p)
    return surprise(t, t).numpy()


def kl(p, q):
    a, b = checked(p, q)
    return (surprise(a, b) - surprise(a, a)).numpy()


def gaussian_kl(m1, s1, m2, s2):
    first = torch.distributions.MultivariateNormal(torch.tensor(m1), torch.tensor(s1))
    second = torch.distributions.MultivariateNormal(torch.tensor(m2), torch.tensor(s2))
    return torch.distributions.kl_divergence(first, second).item()


def mutual_information(joint):
    table = torch.as_tensor(joint)
    (both,) = checked(table.flatten(-2))
    rows, columns = table.sum(-1), table.sum(-2)
    information = surprise(rows, rows) + surprise(columns, columns) - surprise(both, both)
    return information.clamp(min=0).numpy()


def kl_from_samples(log_p, log_q):
    k1 = k3 = 0.0
    for a, b in zip(log_p.tolist(), log_q.tolist()):
        k1 += a - b
        k3 += np.exp(b - a) - 1 + (a - b)
    return float(k3 / len(log_p)), k1 / len(log_p)
