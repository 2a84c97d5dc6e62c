"""Proves the reference against torch.autograd, and trains it on the digits of scikit-learn."""

import numpy as np
import torch


def oracle(ref, draw) -> None:
    """Every gradient of three activations and three depths; both losses; real digits."""
    functions = {"relu": torch.relu, "tanh": torch.tanh, "gelu": torch.nn.functional.gelu}
    for kind, f in functions.items():
        for sizes in ((3, 2), (4, 6, 3), (5, 7, 6, 2)):
            pairs = list(zip(sizes, sizes[1:], strict=False))
            ws = [draw.normal(a, b) for a, b in pairs]
            bs = [draw.normal(b) for _, b in pairs]
            x, dy = draw.normal(9, sizes[0]), draw.normal(9, sizes[-1])
            net = ref.MLP(ws, bs, kind)
            y = net.forward(x)
            dx = net.backward(dy)
            tw = [torch.tensor(w, requires_grad=True) for w in ws]
            tb = [torch.tensor(b, requires_grad=True) for b in bs]
            tx = torch.tensor(x, requires_grad=True)
            h = tx
            for i, (w, b) in enumerate(zip(tw, tb, strict=True)):
                h = (f(h) if i else h) @ w + b
            h.backward(torch.tensor(dy))
            assert np.allclose(y, h.detach().numpy(), rtol=1e-10)
            assert np.allclose(dx, tx.grad.numpy(), rtol=1e-8, atol=1e-10)
            for (dw, db), w, b in zip(net.grads, tw, tb, strict=True):
                assert np.allclose(dw, w.grad.numpy(), rtol=1e-8, atol=1e-10)
                assert np.allclose(db, b.grad.numpy(), rtol=1e-8, atol=1e-10)
    logits, labels = 4 * draw.normal(7, 5), np.array([0, 4, 1, 3, 2, 2, 1])
    z = torch.tensor(logits, requires_grad=True)
    loss = torch.nn.functional.cross_entropy(z, torch.tensor(labels))
    loss.backward()
    value, grad = ref.cross_entropy(logits, labels)
    assert abs(value - float(loss.detach())) < 1e-12 and np.allclose(grad, z.grad.numpy(), atol=1e-12)
    y, t = draw.normal(7, 5), draw.normal(7, 5)
    z = torch.tensor(y, requires_grad=True)
    loss = 0.5 * torch.nn.functional.mse_loss(z, torch.tensor(t), reduction="sum") / 7
    loss.backward()
    value, grad = ref.squared_error(y, t)
    assert abs(value - float(loss.detach())) < 1e-12 and np.allclose(grad, z.grad.numpy(), atol=1e-12)

    from sklearn.datasets import load_digits

    images, labels = load_digits(return_X_y=True)
    images = images / 16 - 0.3
    ws = [draw.normal(64, 64) * (2 / 64) ** 0.5, draw.normal(64, 10) * (2 / 64) ** 0.5]
    net = ref.MLP(ws, [np.zeros(64), np.zeros(10)], "relu")
    ref.train(net, images[:1200], labels[:1200], 0.5, 300)
    assert np.mean(np.argmax(net.forward(images[1200:]), axis=1) == labels[1200:]) > 0.9
