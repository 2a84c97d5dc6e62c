"""Proves the reference against torch: exact eigenvalues, products through autograd, and torch.optim.SGD."""

import torch


def oracle(ref, draw) -> None:
    """A small network's Hessian, and the optimiser's own path."""
    x, y = torch.from_numpy(draw.normal(40, 3)), torch.from_numpy(draw.normal(40))

    def loss(w):
        hidden = torch.tanh(x @ w[:12].reshape(3, 4))
        return torch.mean((hidden @ w[12:] - y) ** 2)

    w = 0.3 * torch.from_numpy(draw.normal(16))
    h = torch.autograd.functional.hessian(loss, w)
    exact = torch.linalg.eigvalsh(h)
    top = float(exact[torch.argmax(exact.abs())])

    def hvp(v):
        return torch.autograd.functional.hvp(loss, w, v)[1]

    assert abs(ref.lambda_max(hvp, torch.from_numpy(draw.normal(16)), 400) - top) < 0.01 * abs(top)
    for momentum in (0.0, 0.9):
        p = torch.nn.Parameter(w.clone())
        optimiser = torch.optim.SGD([p], lr=0.05, momentum=momentum)
        for _ in range(20):
            optimiser.zero_grad()
            loss(p).backward()
            optimiser.step()
        path = ref.descend(lambda v: torch.autograd.functional.jacobian(loss, v), w, 0.05, momentum, 20)
        assert torch.allclose(path[-1], p.detach(), atol=1e-10)
