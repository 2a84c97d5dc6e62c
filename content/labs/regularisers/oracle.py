"""Proves the reference against torch and scipy."""

import numpy as np
import torch
from scipy.optimize import minimize_scalar
from torch.nn import functional


def oracle(ref, draw) -> None:
    """Dropout by its scale, the proximal step by minimising, smoothing by cross_entropy, the step by two groups of AdamW's kin."""
    u = np.linspace(0, 1, 1001)[:-1]
    layer = ref.Dropout(0.3)
    out = layer.forward(np.ones(1000), u)
    torch.manual_seed(0)
    theirs = functional.dropout(torch.ones(1000, dtype=torch.float64), 0.3).numpy()
    assert np.allclose(sorted(set(out)), sorted(set(theirs))) and abs(out.mean() - 1) < 0.01  # the same two values
    assert np.array_equal(layer.backward(np.ones(1000)), out)
    for w in draw.normal(6):
        for t in (0.2, 1.0):
            best = minimize_scalar(
                lambda v, w=w, t=t: (v - w) ** 2 / 2 + t * abs(v),
                bounds=(-4, 4),
                method="bounded",
                options={"xatol": 1e-10},
            )
            assert abs(float(ref.l1_prox(np.array([w]), t)[0]) - best.x) < 1e-5
    for n, classes, eps in ((5, 4, 0.1), (3, 7, 0.4)):
        z = torch.from_numpy(draw.normal(n, classes)).requires_grad_()
        y = torch.tensor([draw.integer(0, classes - 1) for _ in range(n)])
        loss = functional.cross_entropy(z, y, label_smoothing=eps)
        loss.backward()
        ours, grad = ref.label_smooth_ce(z.detach().numpy(), y.numpy(), eps)
        assert abs(ours - loss.item()) < 1e-10 and np.allclose(grad, z.grad.numpy(), atol=1e-12)
    params = {"w": draw.normal(3, 2), "b": draw.normal(2)}
    grads = {"w": draw.normal(3, 2), "b": draw.normal(2)}
    mine = {k: torch.nn.Parameter(torch.from_numpy(v.copy())) for k, v in params.items()}
    for k, p in mine.items():
        p.grad = torch.from_numpy(grads[k])
    groups = [{"params": [mine["w"]], "weight_decay": 0.4}, {"params": [mine["b"]], "weight_decay": 0.0}]
    torch.optim.SGD(groups, lr=0.1).step()  # for plain SGD, L2 and decoupled decay are the same
    after = ref.decayed_step(params, grads, 0.1, 0.4)
    assert all(np.allclose(after[k], mine[k].detach().numpy()) for k in params)
    for _ in range(20):
        losses, k = [float(v) for v in draw.normal(15)], draw.integer(1, 5)
        stop, best = ref.early_stop(losses, k)
        lowest = np.minimum.accumulate(losses)
        assert losses[best] == lowest[stop] and (stop == 14 or stop - best == k)
        assert not any(e - int(np.argmin(losses[: e + 1])) >= k for e in range(stop))
