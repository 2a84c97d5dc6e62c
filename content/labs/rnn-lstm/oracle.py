"""Proves the reference against torch: LSTMCell and RNNCell with autograd, detach for segments, clip_grad_norm_."""

import numpy as np
import torch


def cell_of(w, r, b):
    """torch's cell with these weights."""
    cell = torch.nn.LSTMCell(w.shape[1], r.shape[1]).double()
    with torch.no_grad():
        cell.weight_ih.copy_(torch.from_numpy(w))
        cell.weight_hh.copy_(torch.from_numpy(r))
        cell.bias_ih.copy_(torch.from_numpy(b))
        cell.bias_hh.zero_()
    return cell


def oracle(ref, draw) -> None:
    """One step and its six gradients; an RNN in segments; a clipped step; gradients by lag."""
    w, r, b = draw.normal(20, 3), draw.normal(20, 5), draw.normal(20)
    x, h, c = (torch.from_numpy(draw.normal(4, k)).requires_grad_() for k in (3, 5, 5))
    cell = cell_of(w, r, b)
    h1, c1 = cell(x, (h, c))
    up, over = draw.normal(4, 5), draw.normal(4, 5)
    (h1 * torch.from_numpy(up)).sum().add((c1 * torch.from_numpy(over)).sum()).backward()
    ours = ref.LSTMCell(w, r, b)
    got = ours.forward(x.detach().numpy(), h.detach().numpy(), c.detach().numpy())
    assert np.allclose(got[0], h1.detach().numpy()) and np.allclose(got[1], c1.detach().numpy())
    wanted = [x.grad, h.grad, c.grad, cell.weight_ih.grad, cell.weight_hh.grad, cell.bias_ih.grad]
    for a, g in zip(ours.backward(up, over), wanted, strict=True):
        assert np.allclose(a, g.numpy(), rtol=1e-8, atol=1e-10)

    w, u, xs, ups = draw.normal(4, 4) / 2, draw.normal(4, 3), draw.normal(11, 3), draw.normal(11, 4)
    for truncate in (1, 4, 11, 30):
        tw, tu = (torch.from_numpy(a.copy()).requires_grad_() for a in (w, u))
        state, loss = torch.zeros(4, dtype=torch.float64), torch.zeros((), dtype=torch.float64)
        for t in range(11):
            if t % truncate == 0:
                state = state.detach()
            state = torch.tanh(tw @ state + tu @ torch.from_numpy(xs[t]))
            loss = loss + torch.from_numpy(ups[t]) @ state
        loss.backward()
        dw, du = ref.bptt(w, u, xs, ups, truncate)
        assert np.allclose(dw, tw.grad.numpy()) and np.allclose(du, tu.grad.numpy())

    params = [
        torch.nn.Parameter(torch.from_numpy(draw.normal(3, 2))),
        torch.nn.Parameter(torch.from_numpy(draw.normal(4))),
    ]
    grads = [3 * draw.normal(3, 2), 3 * draw.normal(4)]
    after = ref.clipped_step([p.detach().numpy().copy() for p in params], grads, 0.1, 0.7)
    for p, g in zip(params, grads, strict=True):
        p.grad = torch.from_numpy(g.copy())
    torch.nn.utils.clip_grad_norm_(params, 0.7)
    torch.optim.SGD(params, lr=0.1).step()
    assert all(np.allclose(a, p.detach().numpy(), rtol=1e-5) for a, p in zip(after, params, strict=True))

    inputs = torch.from_numpy(draw.normal(8, 4))
    states = [torch.zeros(4, dtype=torch.float64, requires_grad=True)]
    for x in inputs:
        states.append(torch.tanh(torch.from_numpy(w) @ states[-1] + x))
    g = draw.normal(4)
    found = torch.autograd.grad(states[-1] @ torch.from_numpy(g), states)
    slopes = np.stack([1 - s.detach().numpy() ** 2 for s in states[1:]])
    assert np.allclose(ref.gradient_by_lag(w, slopes, g), [float(v.norm()) for v in reversed(found)])
    assert ref.init_bias(2).tolist() == [0, 0, 1, 1, 0, 0, 0, 0]
